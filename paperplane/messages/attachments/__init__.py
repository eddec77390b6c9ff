"""What media messages, reports and what is sent later refer to: looked up, held, handed out, and gone with the last."""
