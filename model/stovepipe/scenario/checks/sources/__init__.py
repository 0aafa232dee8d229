"""Whether something is reported, and what incidents and topics do can be done."""
