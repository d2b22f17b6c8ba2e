"""Pages of what this service owns: subscriptions and deliveries."""
