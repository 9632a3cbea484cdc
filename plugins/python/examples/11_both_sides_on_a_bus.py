# SPDX-License-Identifier: Apache-2.0
"""Two rigs on one bus, in real time: controller and vehicle here, modules there. Takes as long as the first seconds
of a session; with `socketcan:can0` the other one may be your device."""
import socket
import threading

import chargerig

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    bus = f"virtualcan:tcp://127.0.0.1:{probe.getsockname()[1]}/can0"

modules = chargerig.Rig({"name": "modules"}, emulate="modules", bus=bus)
controller = chargerig.Rig({"name": "controller"}, emulate="controller,vehicle", bus=bus)
thread = threading.Thread(target=modules.run)
controller.start()
thread.start()
controller.do("plug_in")
reached = controller.run_until("Insulation_Test", within=30)
print(f"{controller.now:.1f} s  {controller.state}")
controller.close()
modules.stop()
thread.join()
print(f"{len(controller.frames)} frames, {controller.result['frames_received']} of them from the other side")
assert reached and controller.result["frames_received"] > 0
