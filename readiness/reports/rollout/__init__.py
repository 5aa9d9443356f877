"""The rollout for people and for tools: options side by side, in words, tables, pictures and JSON."""
