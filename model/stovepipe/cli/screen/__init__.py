"""How the command talks to its user: output, progress, and complaints."""
