"""What an attribution of outcomes to mechanisms says."""
