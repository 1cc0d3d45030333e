"""How a page looks from outside: its head, what it tells machines, and the picture that stands for it elsewhere."""
