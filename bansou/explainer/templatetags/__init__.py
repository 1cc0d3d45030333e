"""Tags of the explainer."""
