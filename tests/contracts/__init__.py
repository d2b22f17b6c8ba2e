"""Classes, schema files, examples, the AsyncAPI document and what is sent say the same, today and over time."""
