"""Ways out of the platform: the webhook, and the guard that keeps it from reaching inside."""
