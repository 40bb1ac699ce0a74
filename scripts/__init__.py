"""Small commands of the house, called by make."""
