"""Load as people make it: residents and officers over HTTP, their waits recorded and every answer checked."""
