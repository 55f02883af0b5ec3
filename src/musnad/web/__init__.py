"""What ties the Django apps: settings, and later addresses and asgi."""
