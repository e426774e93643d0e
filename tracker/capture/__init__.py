"""Documents become text, and quotes become anchors in it: values in, values out."""
