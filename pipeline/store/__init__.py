"""The only disk code: what lies in raw/, what stands in clean/, what was done, and who is at work."""
