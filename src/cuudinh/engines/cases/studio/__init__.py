"""The service studio below its commands and queries: drafts as files, forms over them, cases played again."""
