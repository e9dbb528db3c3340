"""What is particular about a case, said where it is judged and decided: granted by the law, or referring to another."""

from workstation.phrasing import date_time
from workstation.queries.casefile import Standing
from workstation.vocabulary import Reference

DEEMED = "Dianggap dikabulkan secara hukum"
TITLES = {
    Reference.AGAIN: "Pengajuan ulang",
    Reference.OBJECTION: "Keberatan atas penolakan",
    Reference.REPLACEMENT: "Permohonan penggantian surat",
}
_ENDS = {
    Reference.AGAIN: "",
    Reference.OBJECTION: " Bila disetujui, surat penolakannya tidak berlaku lagi begitu izin terbit"
    " (UU 30/2014 pasal 77).",
    Reference.REPLACEMENT: " Surat lama tidak berlaku lagi begitu penggantinya terbit.",
}


def title_of(standing: Standing) -> str:
    """Name it in a few words, "" when there is nothing particular."""
    if standing.deemed_since is not None:
        return DEEMED
    return TITLES[standing.refers_as] if standing.refers_as is not None else ""


def words_of(standing: Standing) -> str:
    """Say it whole, with the law that it rests on."""
    lines = []
    if standing.deemed_since is not None:
        lines.append(
            f"Sejak {date_time(standing.deemed_since)} tidak diputus dalam batas waktunya (UU 30/2014 pasal 53 jo."
            " UU 6/2023 pasal 175): tidak dapat lagi ditolak, dikembalikan, atau ditunda, juga tidak untuk"
            " sebagian orang dalam daftar. Yang tersisa ialah menerbitkannya."
        )
    if standing.refers_as is not None:
        lines.append(
            f"{TITLES[standing.refers_as]}, merujuk {standing.refers_to}.{_ENDS[standing.refers_as]}"
        )
    return "\n".join(lines)
