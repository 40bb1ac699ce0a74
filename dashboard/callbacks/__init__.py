"""What a page asks and shows: callbacks and the ids of their components."""
