"""Results that staff recommend for some words: what a person is shown of them, and the desk where staff write them."""
