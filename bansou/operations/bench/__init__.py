"""The bench: what a page costs, beside a bare view under the same server in the same run."""
