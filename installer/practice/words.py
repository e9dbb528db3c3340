"""Common Indonesian names and places the cast is put together from; no real person or firm."""


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


MALE = _names(
    "Agus Bambang Cahyo Dedi Eko Fajar Galih Hendra Irfan Joko Krisna Lukman Mulyadi Nanang Oki Prasetyo "
    "Rizky Slamet Teguh Umar Wahyu Yusuf Zainal Arief Bayu Dimas Edwin Gilang Haris Ilham Jamal Kurniawan "
    "Made Ketut Markus Yohanes Samuel Rahmat Sutrisno Taufik"
)
FEMALE = _names(
    "Ani Bunga Citra Dewi Endang Fitri Gita Hesti Indah Juwita Kartika Lestari Maya Nur Oktavia Putri Ratna "
    "Sari Tuti Utami Vina Wulan Yanti Zahra Ayu Desi Eka Febri Hani Intan Laras Mega Novi Rini Siti Tri "
    "Wahyuni Yuliana Maria Kristina"
)
SURNAMES = _names(
    "Saputra Wijaya Santoso Nugroho Hidayat Siregar Simanjuntak Nasution Lubis Harahap Tanjung Setiawan "
    "Gunawan Kusuma Pratama Suryadi Halim Wibowo Mahendra Permana Purnomo Hakim Maulana Ramadhan Sitorus "
    "Manurung Situmorang Hutapea Pangaribuan Rumbiak Tuhuteru Lestaluhu Suryani Handayani Puspita "
    "Anggraini Rahayu Safitri Widodo Firmansyah"
)
STREETS = (
    "Jl. Melati",
    "Jl. Kenanga",
    "Jl. Cempaka",
    "Jl. Mangga",
    "Jl. Rambutan",
    "Jl. Sawo",
    "Jl. Duku",
    "Jl. Kutilang",
    "Jl. Merpati",
    "Jl. Cendrawasih",
    "Gg. Haji Mail",
    "Gg. Buntu",
    "Jl. Anggrek",
    "Jl. Flamboyan",
    "Jl. Bangau",
    "Jl. Kemuning",
    "Jl. Nusa Indah",
    "Jl. Teratai",
)
BIRTH_PLACES = _names(
    "Jakarta Bandung Bogor Bekasi Semarang Surakarta Yogyakarta Surabaya Malang Medan Padang Palembang "
    "Makassar Manado Ambon Denpasar Kupang Pontianak Banjarmasin Cirebon Tegal Purworejo Garut"
)
# (village, district, city, regency digits of the NIK)
VILLAGES = (
    ("Cideng", "Gambir", "Jakarta Pusat", "3171"),
    ("Kebon Kosong", "Kemayoran", "Jakarta Pusat", "3171"),
    ("Paseban", "Senen", "Jakarta Pusat", "3171"),
    ("Bendungan Hilir", "Tanah Abang", "Jakarta Pusat", "3171"),
    ("Sunter Jaya", "Tanjung Priok", "Jakarta Utara", "3172"),
    ("Lagoa", "Koja", "Jakarta Utara", "3172"),
    ("Pegangsaan Dua", "Kelapa Gading", "Jakarta Utara", "3172"),
    ("Rawa Buaya", "Cengkareng", "Jakarta Barat", "3173"),
    ("Tanjung Duren Utara", "Grogol Petamburan", "Jakarta Barat", "3173"),
    ("Meruya Utara", "Kembangan", "Jakarta Barat", "3173"),
    ("Tebet Timur", "Tebet", "Jakarta Selatan", "3174"),
    ("Karet Kuningan", "Setiabudi", "Jakarta Selatan", "3174"),
    ("Jati Padang", "Pasar Minggu", "Jakarta Selatan", "3174"),
    ("Pondok Labu", "Cilandak", "Jakarta Selatan", "3174"),
    ("Petukangan Utara", "Pesanggrahan", "Jakarta Selatan", "3174"),
    ("Kayu Manis", "Matraman", "Jakarta Timur", "3175"),
    ("Klender", "Duren Sawit", "Jakarta Timur", "3175"),
    ("Penggilingan", "Cakung", "Jakarta Timur", "3175"),
    ("Cijantung", "Pasar Rebo", "Jakarta Timur", "3175"),
    ("Cibubur", "Ciracas", "Jakarta Timur", "3175"),
)
# Where people come from who enter the region with a guarantor
OUTSIDE = (
    ("Dago", "Coblong", "Bandung", "3273"),
    ("Sunyaragi", "Kesambi", "Cirebon", "3274"),
    ("Sendangmulyo", "Tembalang", "Semarang", "3374"),
    ("Banjarsari", "Cipocok Jaya", "Serang", "3673"),
)
PROVINCES = {"Bandung": "JAWA BARAT", "Cirebon": "JAWA BARAT", "Semarang": "JAWA TENGAH", "Serang": "BANTEN"}
# The first is left out for men
OCCUPATIONS = (
    "Mengurus Rumah Tangga",
    "Karyawan Swasta",
    "Wiraswasta",
    "Buruh Harian Lepas",
    "Guru",
    "Pedagang",
    "Perawat",
    "Sopir",
    "Mahasiswa",
    "Teknisi",
)
RELIGIONS = ("Islam",) * 8 + ("Kristen", "Katolik", "Hindu", "Buddha")
TELLING_NAMES = {
    "Kristen": ("Maria", "Kristina", "Markus", "Yohanes", "Samuel", "Yuliana"),
    "Hindu": ("Made", "Ketut", "Gst."),
    "Islam": ("Muhammad", "Siti", "Nur'aini", "Ma'ruf", "Zainal", "Yusuf", "Zahra"),
}
MARITAL = ("Kawin", "Belum Kawin", "Kawin", "Cerai Mati")
JOBS = ("Operator", "Teknisi", "Pengemudi", "Staf Gudang", "Kasir", "Analis", "Pengawas", "Mandor", "Perawat")
POSITIONS = ("Direktur", "Wakil Direktur", "Kepala HRD")
HOSPITALS = (
    ("RS Melati Rekaan", "Jl. Kesehatan Contoh No. 1, Jakarta Pusat"),
    ("RSIA Bunda Contoh", "Jl. Bidan Misalan No. 8, Jakarta Selatan"),
    ("RS Sehat Andaian", "Jl. Palang Rekaan No. 21, Jakarta Timur"),
)
# (name, sector code of the catalogue, sector in words)
FIRMS = (
    ("PT Sinar Data Rekaan", "communication_it", "Komunikasi dan teknologi informasi"),
    ("PT Dana Pijar Contoh", "finance_banking", "Keuangan dan perbankan"),
    ("PT Bursa Arta Misalan", "capital_market", "Pasar modal"),
    ("PT Lintas Bayar Andaian", "payment_system", "Sistem pembayaran"),
    ("PT Griya Wisma Contoh", "hotel", "Perhotelan nonkarantina"),
    ("PT Tekstil Ekspor Rekaan", "export_industry", "Industri orientasi ekspor"),
    ("PT Daya Surya Misalan", "energy", "Energi"),
    ("PT Klinik Waras Contoh", "health", "Kesehatan"),
    ("CV Jaga Aman Rekaan", "security", "Keamanan"),
    ("PT Roda Niaga Andaian", "logistics", "Logistik dan transportasi"),
    ("CV Dapur Lestari Contoh", "food", "Industri makanan, minuman, dan penunjangnya"),
    ("PT Kimia Polimer Misalan", "petrochemical", "Petrokimia"),
    ("PT Semen Kokoh Rekaan", "cement", "Semen"),
    ("PT Karya Beton Andaian", "construction", "Konstruksi"),
    ("PT Tirta Bersih Contoh", "utilities", "Utilitas dasar (listrik dan air)"),
    ("CV Sembako Rukun Misalan", "basic_needs", "Industri pemenuhan kebutuhan pokok masyarakat"),
)
MONTHS = _names("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember")
