"""What a question comes to: plan what it takes, carry it out, and conclude."""
