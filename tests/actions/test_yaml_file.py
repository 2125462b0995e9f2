"""YAML is read fast where the C loader is there, and never as anything but plain data."""

import pytest
import yaml

from actions.yaml_file import SAFE_LOADER, read_yaml


def test_a_file_is_read_as_plain_data_with_danish_letters(tmp_path):
    file = tmp_path / "ord.yml"
    file.write_text("navne: [Ærø, 'nej']\nantal: 3\n", encoding="utf-8")
    assert read_yaml(file) == {"navne": ["Ærø", "nej"], "antal": 3}


def test_a_file_that_would_run_something_is_refused(tmp_path):
    file = tmp_path / "ond.yml"
    file.write_text("!!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(yaml.YAMLError):
        read_yaml(file)


@pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="this PyYAML has no C loader")
def test_the_fast_loader_is_taken_where_it_is_built():
    assert SAFE_LOADER is yaml.CSafeLoader
