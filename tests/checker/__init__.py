"""The checker: many people on many devices, everything that can break is broken meanwhile, and at rest all must agree.

`proxy.py` is the bad network, `host.py` the server that gets killed, `keeper.py` and `device.py` a small honest client,
`actions.py` what people do, `chaos.py` what breaks, `rest.py` how it comes to rest, `checks.py` what must hold then.
"""
