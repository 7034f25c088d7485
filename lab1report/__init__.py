"""lab1report: laboratory work 1 of «Разработка нейросетевых систем», from variant to PDF."""

__version__ = "0.1.0"
