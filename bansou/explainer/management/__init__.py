"""Commands of the explainer."""
