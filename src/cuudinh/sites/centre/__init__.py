"""The operations centre's face: intake, approval and the wall."""
