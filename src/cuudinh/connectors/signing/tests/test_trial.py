"""A trial signature fits one file and one key, and says what it is worth."""

from dataclasses import replace

import pytest

from cuudinh.connectors.signing.trial import TrialSigner

pytestmark = pytest.mark.django_db


def test_a_trial_signature_fits_its_file_and_no_other() -> None:
    signer = TrialSigner()
    made = signer.sign(b"%PDF-1.7 one")
    assert signer.is_good(b"%PDF-1.7 one", made)
    assert not signer.is_good(b"%PDF-1.7 two", made)
    assert not signer.is_good(b"%PDF-1.7 one", replace(made, key_id="0" * 16))
    assert not signer.is_good(b"%PDF-1.7 one", replace(made, value="no hex"))
    assert "không có giá trị pháp lý" in made.label
