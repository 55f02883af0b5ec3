"""The learned reader: one small encoder, and light heads over its vectors of words."""
