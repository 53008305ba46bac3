"""PyChromecast (Home Assistant's and Music Assistant's) as a remote of a speaker that it finds by its name.

pychromecast_sender.py NAME BASE whole|take. Prints what it was told, a line of JSON each.
"""

import json
import sys
import time

import pychromecast

name, base, role = sys.argv[1:]


def say(step, told):
    print(json.dumps({"step": step, "told": told}), flush=True)


def until(look, seconds=8):
    end = time.time() + seconds
    while not look():
        if time.time() > end:
            say("waited-in-vain", str(media.status))
            sys.exit(1)
        time.sleep(0.05)


def state():
    status = media.status
    return {
        "state": status.player_state,
        "at": status.current_time,
        "title": status.title,
        "id": status.content_id,
        "idle": status.idle_reason,
        "duration": status.duration,
    }


found, browser = pychromecast.get_listed_chromecasts(friendly_names=[name])
if not found:
    say("not-found", name)
    sys.exit(1)
cast = found[0]
cast.wait(10)
media = cast.media_controller
track = "a" if role == "whole" else "b"
media.play_media(f"{base}/{track}.mp3", "audio/mpeg", title=f"Ladder {track}")
media.block_until_active(10)
until(lambda: media.status.player_state == "PLAYING")
say("playing", state())
if role == "take":
    browser.stop_discovery()
    sys.exit(0)
time.sleep(1.5)
media.pause()
until(lambda: media.status.player_state == "PAUSED")
say("paused", state())
time.sleep(1)
media.seek(10)
until(lambda: media.status.player_state == "PLAYING")
say("sought", state())
time.sleep(2.5)
cast.set_volume(0.5)
until(lambda: abs(cast.status.volume_level - 0.5) < 0.01)
time.sleep(1.2)
media.play_media(f"{base}/b.mp3", "audio/mpeg", title="Ladder b", enqueue=True)
time.sleep(0.5)
media.queue_next()
until(lambda: (media.status.content_id or "").endswith("b.mp3"))
until(lambda: media.status.player_state == "PLAYING")
time.sleep(1.5)
cast.set_volume_muted(True)
until(lambda: cast.status.volume_muted)
say("muted", state())
cast.set_volume_muted(False)
media.stop()
until(lambda: media.status.player_state == "IDLE")
say("stopped", state())
cast.quit_app()
until(lambda: cast.app_id is None)
say("over", cast.status.app_id)
browser.stop_discovery()
