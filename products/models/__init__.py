"""Producers, products and the registration of OTOP products (step 4), one file per noun."""

from products.models.certificate import Certificate, CertificateKind
from products.models.cost import CostSheet
from products.models.document import DocumentKind, RegistrationDocument
from products.models.producer import Producer, ProducerKind
from products.models.product import Category, Product, ProductPhoto
from products.models.registration import (
    AlreadyMoved,
    AlreadyStands,
    NotComplete,
    NumberTaken,
    Registration,
    RegistrationEvent,
)
from products.models.status import RegistrationStatus
from products.models.window import RegistrationWindow

__all__ = [
    "AlreadyMoved",
    "AlreadyStands",
    "Category",
    "Certificate",
    "CertificateKind",
    "CostSheet",
    "DocumentKind",
    "NotComplete",
    "NumberTaken",
    "Producer",
    "ProducerKind",
    "Product",
    "ProductPhoto",
    "Registration",
    "RegistrationDocument",
    "RegistrationEvent",
    "RegistrationStatus",
    "RegistrationWindow",
]
