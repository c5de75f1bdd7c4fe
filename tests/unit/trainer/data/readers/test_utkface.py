from trainer.data.picture import Role
from trainer.data.readers import utkface


def test_gender_is_in_the_name(tmp_path, write_image):
    for name in ("26_1_2_20170116184024662.jpg", "100_0_0_20170112213500903.jpg.chip.jpg"):
        write_image(tmp_path / "part1" / name)
    assert utkface.fits(tmp_path)
    male, female = utkface.read_pictures(tmp_path)
    assert (male.labels.female, female.labels.female) == (0.0, 1.0)
    assert female.key == "26_1_2_20170116184024662.jpg"
    assert female.labels.emotion is None


def test_a_name_that_lacks_a_part_is_listed(tmp_path, write_image):
    for name in ("1_0_0_20170116184024662.jpg", "39_1_20170116174525125.jpg", "5_3_0_20170116174525125.jpg"):
        write_image(tmp_path / name)
    good, *broken = utkface.read_pictures(tmp_path)
    assert not good.problem
    assert all("age" in picture.problem and str(tmp_path) in picture.place for picture in broken)
    assert len(broken) == 2


def test_the_split_is_by_name_and_both_releases_share_it(tmp_path, write_image):
    names = [f"{age}_0_0_2017011618402{age:04d}" for age in range(90)]
    for name in names:
        write_image(tmp_path / "a" / f"{name}.jpg", 2)
        write_image(tmp_path / "b" / f"{name}.jpg.chip.jpg", 2)
    roles = [{p.key.split(".")[0]: p.role for p in utkface.read_pictures(tmp_path / part)} for part in "ab"]
    assert roles[0] == roles[1]
    assert set(roles[0].values()) == set(Role)


def test_other_names_do_not_fit(tmp_path, write_image):
    assert not utkface.fits(tmp_path)
    write_image(tmp_path / "face.jpg")
    assert not utkface.fits(tmp_path)
