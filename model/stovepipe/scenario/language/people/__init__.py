"""What a configuration says of people: their posts, what they take, and when they are called in."""
