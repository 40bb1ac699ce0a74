"""From an answer to what is seen: pure functions, same answer in, same picture out."""
