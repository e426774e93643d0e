"""Tables of others read as they stand: text with a divider, JSON, YAML and workbooks, each as a SourceTable."""
