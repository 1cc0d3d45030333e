"""The exchange between supporters: boards, topics, replies."""
