"""The parts of the model card that no measurement changes."""

WHAT_IT_IS = """\
A small network that looks at one face at a time and answers three things: which of eight emotions the face shows to an
observer, how the head is turned, and how likely the face is to be perceived as female. It was trained by `poise-train`.
The faces are found and cut by the program (Google's BlazeFace detector and the crop rule named below), and the same
code did so for training. The commands that made the bundled one, the commits that ran them and what was tried beside
are in [network.md](network.md)."""

LICENCE_NOTE = """\
**The weights are for research and demonstration only.** The code of Poise is under Apache-2.0, the weights are not:
most of the pictures behind them may be used for research only. None of the pictures is part of the product."""

DATA_TERMS = """\
| set | pictures | trains | source | terms |
| --- | ---: | --- | --- | --- |
| FER2013 | 35,887, 48 px, grey | emotion | Goodfellow et al., Challenges in Representation Learning, 2013 | web \
pictures of a research challenge |
| FER+ | ten votes for each picture of FER2013 | emotion | Barsoum et al., ICMI 2016 | MIT for the labels |
| muxspace facial_expressions | 13,682, about 120 px, mostly grey | emotion (noisy labels) | muxspace | repository \
under Apache-2.0, rights in the photographs not cleared: research only |
| UTKFace | 20,985, 128 px, colour | gender | Zhang, Song, Qi, CVPR 2017 | non-commercial research |
| HELEN with the landmarks of 300-W | 1,200, up to 224 px, colour | head pose | Le et al., ECCV 2012; Sagonas et al., \
ICCVW 2013 | research only; the angles are our fit to the 68 landmarks |

Pose labels for pictures without any were given by MediaPipe's Face Landmarker (Apache-2.0), calibrated on HELEN's
training rows. Exact copies of validation and test pictures were dropped from training. Validation: FER `val`, UTKFace
fold 7, a tenth of HELEN's training rows by the hash of their id; test: FER `test`, UTKFace fold 8, HELEN `test`."""

OUTPUTS = """\
| output | type | meaning |
| --- | --- | --- |
| `emotion` | float32 [n, 8] | probabilities that sum to 1, calibrated inside the graph |
| `rotation` | float32 [n, 3, 3] | rotation matrix of the head in the crop, on column vectors; x right, y up, z to the \
camera |
| `gender` | float32 [n] | probability, 0 to 1, that the face is perceived as female |

Angles come from the matrix in degrees, R = Rx(-pitch) Ry(-yaw) Rz(-roll), the convention of 300W-LP and AFLW2000-3D:

- yaw > 0: the person turns to their own right, the nose moves to the left of an unmirrored picture;
- pitch > 0: the face looks up;
- roll > 0: the head tilts clockwise as seen.

A crop that was cut at an angle shows the head turned back by that angle: the program multiplies the matrix from the
left by the turn about z and never adds it to roll."""

ASKED = """\
Aims were set before the network was trained, on the pictures named in the last column; candidates were chosen on
validation pictures alone. "Met" compares the value, not its interval. Times depend on the machine and its load.
FER2013's own seven labels are asked of a network of their own, reported in `docs/results`. What is lost end to end is
the accuracy of the aligned pictures minus "not found is wrong" of the others; its interval takes the two as
independent and is too wide. A constant offset is asked of prediction minus label; the part of it that is the network's
own, by mirror images, stands under Measures, and the rest is in the labels."""

MEASURES = """\
Measured by `poise-train evaluate` on the exported file. "Aligned" takes the whole picture as the crop; otherwise the
program's own detector and crop come first, and faces they do not find are left out and counted. Intervals are Wilson's
for shares, normal ones for mean errors and offsets, and 1.96 standard errors by the bootstrap (500 draws) for mean
recall, ECE and the area under the curve. Emotion counts the pictures whose ten FER+ votes have one winner among the
eight emotions; "FER+ rule" drops single votes and wants more than half of the rest; "not found is wrong" counts faces
that were not found as errors. ECE is the expected calibration error of the top label (15 equal bins); on few pictures
it comes out too high."""

CONFUSION = """\
Numbers of faces: a row for each label, a column for each answer."""

TRUST = """\
Of answers with a confidence of 80 %, 80 % should be right: points on the broken line (bins with fewer than ten faces
are left out there). The program gives no answer where it is unsure: an emotion shows only from the threshold named here
on, a perceived gender only outside the bounds. The table takes each picture alone; in video the program also smooths
over time."""

READ_AS = """\
UTKFace carries no emotion labels, so nobody has said which of its faces are neutral, and **no false-positive rate can
be computed from it**. What can be counted is how often the faces of each group are read as each emotion. A difference
between groups has three possible causes that these numbers cannot tell apart: the people in the pictures of one group
do show that expression more often (who was photographed, when, and by whom differs between the groups, and children
cry and laugh more than adults), the network reads the same expression differently, or chance. A group whose faces
are read as angry, sad or afraid more often than others, with intervals that do not meet, is a reason to look closer
and to distrust those readings for that group; similar rates are no proof of equal treatment. FER2013 does have
labels, but names no group; how often its neutral faces are taken for something else is the last table."""

ROBUSTNESS = """\
Measured by `poise-train robustness`: the same pictures, spoilt in one way at a time. "Change" is the paired difference
to the pictures as they are (points, or degrees), with its 95 % interval. Pixels and grey levels are those of the
picture as it is in the set (48 px in FER2013, 128 px in UTKFace); covered parts have the mean colour of the face, in
parts of the crop's height; rolls and shifts go to a side drawn by chance; "grey, 48 px" takes the colour away and
shrinks the face to FER2013's size. Labels of the pose turn with the picture by the rule of `docs/angles.md`."""

STEADINESS = """\
Measured by `poise-train stability` on the demo clip, in which one face keeps its expression for seconds and turns as
it was told, as it is and with noise added (grey levels). Jitter is the standard deviation of an angle at rest; the
label should not change while the expression does not."""

TURNED = """\
Photographs with known pose hardly reach 45 degrees. These views were made by `poise-train turn`: the mesh of a face's
landmarks, turned in 3-D by a known angle and drawn again, so the label is exact up to the pose before the turn, and
the picture is artificial: skin is stretched and hidden parts are missing."""

INTENDED_USE = """\
Showing and recording what a camera or a recording sees, on one's own machine, with people who know about it and agree:
demonstrations, teaching, research on human-computer interaction, prototypes, and tests of one's own software."""

REFUSED_USES = """\
- **Emotions at work and in education.** Article 5(1)(f) of the EU AI Act (Regulation (EU) 2024/1689) forbids systems
  that infer the emotions of people at the workplace and in education institutions, but for medical or safety reasons.
- **People who were not told.** Article 50(3) obliges whoever uses emotion recognition or biometric categorisation to
  inform the people exposed to it and to treat their data by the law on data protection.
- Decisions about a person: hiring, grading, policing, border control, credit, insurance, health, lie detection.
- Telling who somebody is, sorting people by gender, or watching public places.
- Statements about what somebody feels, thinks or is. A face shows an expression, and that is all this network sees."""

LIMITS = """\
- The emotion labels are the impressions of ten annotators of small grey web pictures. They say what a face looks like
  to others, not what its owner feels, and they carry the habits of those annotators.
- Contempt, disgust and fear are rare in the data, so their recall rests on few pictures. An emotion whose recall is
  near zero in the table is in practice never shown; its probability is still given.
- Gender means perceived presentation in two classes, as UTKFace's labels have it. It is no statement about a person's
  identity, and how often it is wrong differs between groups: see the table.
- On photographs angles were checked within about 36 degrees, against a landmark fit that is itself off by about 3
  degrees in yaw and pitch; beyond that, only on artificial views. The zero of pitch is a convention.
- Covered parts, blur, noise, light and size were tried one at a time, made by computation. Real masks, hands and hard
  side light, and several troubles at once, were not.
- The probabilities were calibrated on validation data like the training data; elsewhere they may be too sure."""
