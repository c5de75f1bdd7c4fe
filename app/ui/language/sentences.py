"""The sentences of the parts below the window, which write English: found again by their form, said in the language."""

import re
from functools import cache

from app.overlay.translation import marked, tr

_SOURCES = (
    marked("No source is named; give a file, an address, a camera or `demo`."),
    marked("The name {name} holds a character that no file name can; check it."),
    marked("{name} names the home folder of nobody who is known here; check the name."),
    marked("{name} cannot be opened ({reason}); check the name, and your rights."),
    marked("{name} is not a picture that can be read, or it is damaged; use a JPEG, PNG or WebP file."),
    marked(
        "{name} has {width} x {height} pixels, more than the limit of {most} million; make it smaller, or raise the"
        " limit with `poise analyze --max-megapixels`."
    ),
    marked("There is no file {name}; check the path."),
    marked("{name} cannot be opened ({reason}); check that you may read it."),
    marked("There is no camera {name}; plug it in, or choose one that `poise cameras` lists."),
    marked("There is no camera {name}; plug one in, or choose one that `poise cameras` lists."),
    marked("Several cameras are called {name}; name one by its id, which `poise cameras` lists."),
    marked("{name} is a folder, not a video; name a file in it."),
    marked("{name} is a device or a pipe, not a video; copy what it gives into a file first."),
    marked("The name {name} holds bytes that are no text; rename the file."),
    marked(
        "{name} cannot be read as a video or picture: it is of another kind, damaged or cut off; use another file or"
        " convert it to MP4."
    ),
    marked("{name} holds no picture that can be read; use another file or convert it to MP4."),
    marked("{name} does not answer with a video; check the address, the network and that the camera is switched on."),
    marked("Addresses that begin with {scheme}:// cannot be read; use rtsp://, http:// or https://."),
    marked("The stream {name} has stopped; check the network and that the camera is switched on."),
    marked("{name} is no address ({reason}); check it."),
    marked("The demo clip is missing; reinstall Poise or restore assets/demo.mp4."),
    marked("The demo clip cannot be used: {reason}; reinstall Poise or restore assets/demo.mp4."),
    marked(
        "The camera {name} gives no picture; close other programs that use it, allow the use of the camera in the"
        " system's privacy settings, or plug it in again."
    ),
    marked("You may not use the camera {name}; add yourself to the group `video` and log in again."),
    marked("The camera {name} was unplugged or stopped; plug it in again or choose another source."),
)

_ANALYSIS = (
    marked("The model {name} cannot be used: {reason}; choose another model file or restore assets/models."),
    marked(
        "ONNX Runtime is damaged, perhaps because onnxruntime and onnxruntime-gpu were installed together; remove both"
        ' and install one with pip install "poise[cpu]" or "poise[gpu]".'
    ),
    marked(
        "The model {name} answers with numbers that are no reading of a face; choose another model file or restore"
        " assets/models."
    ),
    marked("The model file {name} is missing; restore assets/models or choose another model file."),
    marked(
        'ONNX Runtime does not load; install it with pip install "poise[cpu]", or with pip install "poise[gpu]" for an'
        " NVIDIA card."
    ),
    marked("The model {name} failed ({reason}); restart Poise."),
    marked("The face detector {name} cannot be used: {reason}; reinstall Poise or restore assets/models."),
    marked("The face detector {name} is missing; reinstall Poise or restore assets/models."),
    marked("The face detector {name} cannot be started ({reason}); reinstall Poise or restore assets/models."),
    marked("Something unexpected went wrong ({error}: {reason}); start the source again."),
)

_FILES = (
    marked("{name} cannot be written ({reason}); choose a place where you may write."),
    marked("What was written for {name} was removed meanwhile, and with it what it held; run it again, or elsewhere."),
    marked("There is a file {name} already; choose another name, or add --overwrite to replace it."),
    marked("There is no room left to write {name}; free some disk space and run it again."),
    marked("{name} is a folder; give the name of a file in it."),
    marked("The folder {name} does not exist; create it or choose another."),
    marked("{name} is a device or a pipe; give the name of a file."),
    marked("{name} can be no file ({reason}); choose another name."),
    marked("The folder {name} cannot be made ({reason}); choose another name."),
    marked("{name} cannot be replaced ({reason}); {where}."),
    marked("{name} was written by something else meanwhile; {where}."),
    marked("{name} is not valid TOML ({reason}); it was kept as {aside} and the defaults are used."),
    marked("{name} is not valid TOML ({reason}), the defaults are used; repair or delete it."),
    marked("{name}: {count} more of its lines are no settings and are ignored."),
    marked("The settings could not be saved to {name} ({reason}); check that the folder can be written."),
    marked("{name}: {setting} is not a setting and is ignored."),
    marked("{name}: {setting} must be one of {choices}, the default {default} is used."),
    marked("{name}: {setting} must lie between {low} and {high}, the default {default} is used."),
    marked("{name}: {setting} must be {kind}, the default {default} is used."),
    marked("{name} cannot be read ({reason}), the defaults are used."),
)

_OTHER_PROGRAMS = (
    marked(
        "Poise will send what it reads of every face in the picture (emotion, head pose, attention, perceived gender;"
        " no pictures) to other programs, moment by moment. Who is seen must know and agree. Do not use it on people at"
        " work or in education: the EU AI Act forbids it in Article 5(1)(f), except for medical or safety reasons."
    ),
    marked("{purpose} needs the package {package}, which cannot be loaded ({reason}); {advice}."),
    marked("Nothing can listen at {host}, port {port} ({reason}); choose another address or port."),
    marked("{port} is no port; choose one from 1024 to 65535, or 0 for any free one."),
    marked("Port {port} is taken by another program; choose another, or 0 for any free one."),
    marked("{name} is no place for OSC; write HOST:PORT, for example 127.0.0.1:9000."),
    marked("The host {name} is not known; check the name, or give its address."),
    marked("Who read the JSON lines has ended."),
    marked("Lab Streaming Layer runs for {whom}; start Poise again to change it."),
    marked(
        "Lab Streaming Layer cannot be kept to this machine ({reason}); choose another way, or allow the local network."
    ),
)

_BASELINES = (
    marked(
        "The baseline {name} was taken with the network {network}, and this is {other}; take it anew, or go without."
    ),
    marked("The face has not rested for long enough; take the baseline again."),
    marked("There is no baseline named {name}; there are: {names}."),
    marked("There is no baseline named {name}; there is none yet; take one in the window (Ctrl+B)."),
    marked("There is a baseline named {name} already; delete it or choose another name."),
    marked("The baseline could not be kept in {name} ({reason}); check that the folder can be written."),
    marked("{name} could not be deleted ({reason}); delete it yourself."),
    marked("{name} is a link: it goes, and what it leads to is left."),
    marked("{name} is a link, and nothing behind it was removed; look there yourself."),
    marked("{name} was left, because there is something else in it ({names})."),
    marked("A baseline needs a name of 1 to {count} letters that can be shown; give another."),
    marked("The baseline {name} cannot be used ({reason}); delete it and take it anew."),
)

_RECORDINGS = (
    marked("There is nothing at {name}; check the path."),
    marked("{name} cannot be opened ({reason}); choose another."),
    marked("{name} cannot be read ({reason}); it is damaged, cut off or of another kind."),
    marked("{name} is no table that Poise reads; open one in {kinds} or the folder of a recording."),
    marked("{name} has no rows, so there is nothing to review."),
    marked("{name} holds no readings; the recording ended before its first second."),
    marked(
        "{name} has no column {column}, so it is no table of Poise; open one that `poise analyze` or a recording wrote."
    ),
    marked(
        "{name} was recorded with another version of Poise (its form is {form}, this program reads {known}); open it"
        " with a newer Poise."
    ),
    marked("{name} is missing or damaged, so the recording says nothing of itself."),
    marked("This recording was cut off or is still going on; what was kept is shown."),
    marked("The source began again in the course of this recording, so one number may stand for two faces."),
    marked("{name} names no table format; end its name in {kinds}."),
    marked(
        "Poise will keep what it reads of every face in the picture (emotion, head pose, attention, perceived gender),"
        " moment by moment, and the picture as a video only where you ask for it. It lies in a folder that you choose,"
        " in files that you alone can read, and is sent nowhere; delete the folder, and it is gone. Who is recorded"
        " must know and agree. Do not use it on people at work or in education: the EU AI Act forbids it in"
        " Article 5(1)(f), except for medical or safety reasons."
    ),
    marked(
        "There is something in the folder {name} already; choose another name, or add --overwrite, which gives the"
        " older folder another name."
    ),
    marked("The folder {name} cannot be made ({reason}); choose another place."),
    marked("{name} is a file; give the name of a folder to record into."),
    marked("Another recording has begun in {name} at this moment; choose another name."),
    marked("There is too little room left for a recording in {name}; free some disk space or choose another place."),
    marked("The recording has ended, because the disk is nearly full; it is whole, in {name}."),
    marked("The recording has ended, because the disk is full; what it has until then is in {name}."),
    marked("The recording has ended: its folder {name} was removed, and with it what it held."),
    marked("The recording has ended: what lay in {name} was removed, and with it what it held."),
    marked("The recording has ended ({reason}); what it has until then is in {name}."),
    marked("The recording ended unexpectedly."),
    marked("{reason} The numbers are recorded on."),
    marked("{reason} All rows are in the folder {name}."),
    marked(
        "A recording's video needs the package av, which is not here; record without the video, or start Poise from its"
        " source with run.py."
    ),
)

_FILE_ANALYSIS = (
    marked("{name} does not exist; check the name."),
    marked("The folder {name} holds no picture or video; check the name."),
    marked("The folder {name} cannot be read ({reason}); check that you may read it."),
    marked("{name} is neither a file nor a folder; copy what it gives into a file first."),
    marked("{name} cannot be read ({reason}); check that it is there."),
    marked("{name} holds no frames; check that it is a picture or a video."),
    marked("No face was found in {name}; check that one is in view."),
    marked("{count} frame read, {found} with a face"),
    marked("{count} frames read, {found} with a face"),
)

_REASONS = (
    marked("the CPU was asked for"),
    marked("CUDA answers"),
    marked("no CUDA in this ONNX Runtime; an NVIDIA card needs poise[gpu]"),
    marked("no NVIDIA driver or card answers"),
    marked("a CUDA library is missing: {detail}"),
    marked("CUDA did not start: {detail}"),
    marked("CUDA failed while running: {detail}"),
    marked("CUDA failed in a trial run: {detail}"),
    marked("a trial run failed: {detail}"),
    marked("it carries no model card of Poise"),
    marked("it is not a readable ONNX file ({detail})"),
    marked("it cannot be read ({detail})"),
    marked("its model card cannot be read ({detail})"),
    marked("it is not the file that came with Poise (another SHA-256), so it is damaged or was replaced"),
    marked("it is not a file"),
    marked("it is nested too deeply"),
    marked("what was written is in {place}"),
    marked("a text"),
    marked("true or false"),
    marked("a whole number"),
    marked("a number"),
    marked("a list of texts"),
    marked("No such file or directory"),
    marked("Permission denied"),
    marked("Is a directory"),
    marked("No space left on device"),
    marked("Read-only file system"),
)
"""What stands within a sentence, or by itself; the last are the operating system's."""

_SPOKEN = ("reason", "kind", "where")
"""Places in a sentence whose value is said in the language too."""

KNOWN = (*_SOURCES, *_ANALYSIS, *_FILES, *_OTHER_PROGRAMS, *_BASELINES, *_RECORDINGS, *_FILE_ANALYSIS, *_REASONS)


def in_language(sentence: str) -> str:
    """The sentence in the language of the window; one of an unknown form as it is."""
    for template in KNOWN:
        found = _form(template).fullmatch(sentence) if _encloses(template, sentence) else None
        if found is not None:
            values = {
                name: in_language(value) if name in _SPOKEN else value for name, value in found.groupdict().items()
            }
            return tr(template, **values)
    return sentence


def is_known(sentence: str) -> bool:
    return any(_encloses(template, sentence) and _form(template).fullmatch(sentence) for template in KNOWN)


def _encloses(template: str, sentence: str) -> bool:
    """Whether a sentence begins and ends as a template does; to make all patterns takes longer than a frame may."""
    return sentence.startswith(template.partition("{")[0]) and sentence.endswith(template.rpartition("}")[2])


@cache
def _form(template: str) -> re.Pattern[str]:
    """A template as a pattern: any text may stand where it has a {name}."""
    words = re.split(r"{(\w+)}", template)
    parts = (f"(?P<{word}>.+?)" if place % 2 else re.escape(word) for place, word in enumerate(words))
    return re.compile("".join(parts), re.DOTALL)
