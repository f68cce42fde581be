"""The operations centre's pages: intake, approval, phone calls, and the wall."""
