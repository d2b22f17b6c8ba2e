"""What the `communique` command can do, a module for each group. Modules import what they need inside each command."""
