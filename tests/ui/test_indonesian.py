"""Qt's own words are Indonesian too."""

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel, QLineEdit

from workstation.ui.indonesian import speak_indonesian


def test_the_menu_of_a_field_and_the_buttons_of_a_box_speak_indonesian(qtbot, qapp):
    before = QLocale()
    words = speak_indonesian(qapp)
    try:
        entry = QLineEdit("x")
        qtbot.addWidget(entry)
        menu = entry.createStandardContextMenu()
        texts = {action.text().split("\t")[0] for action in menu.actions() if action.text()}
        assert texts == {"&Urungkan", "&Ulangi", "Po&tong", "&Salin", "&Tempel", "Hapus", "Pilih semua"}
        menu.deleteLater()
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        assert box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "") == "Batal"
        assert QLocale().toString(1234567) == "1.234.567"
        assert QCoreApplication.translate("Screen", "Delete") == "Delete"
    finally:
        QCoreApplication.removeTranslator(words)
        QLocale.setDefault(before)
        words.deleteLater()


def test_the_box_that_asks_for_a_file_speaks_indonesian(qtbot, qapp):
    before = QLocale()
    words = speak_indonesian(qapp)
    try:
        box = QFileDialog()
        box.setOption(QFileDialog.Option.DontUseNativeDialog)
        qtbot.addWidget(box)
        texts = {label.text().replace("&", "") for label in box.findChildren(QLabel) if label.text()}
        assert texts == {"Lihat di:", "Nama berkas:", "Jenis berkas:"}
    finally:
        QCoreApplication.removeTranslator(words)
        QLocale.setDefault(before)
        words.deleteLater()
