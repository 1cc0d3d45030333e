"""The pages of the exchange. Each fetches, binds a form, calls one action and answers."""
