"""Addresses of markets, their days, stalls and vendors, and of the pages checklists lead to."""

from django.urls import path

from markets.views import days, fixes, markets, shares, stalls

app_name = "markets"

urlpatterns = [
    path("", markets.market_list, name="market_list"),
    path("new/", markets.market_create, name="market_create"),
    path("<uuid:uuid>/", markets.market_detail, name="market_detail"),
    path("<uuid:uuid>/change/", markets.market_change, name="market_change"),
    path("<uuid:uuid>/close/", markets.market_close, name="market_close"),
    path("<uuid:uuid>/stalls/new/", stalls.stall_create, name="stall_create"),
    path("<uuid:uuid>/vendors/new/", stalls.vendor_create, name="vendor_create"),
    path("<uuid:uuid>/allotments/new/", stalls.allotment_create, name="allotment_create"),
    path("<uuid:uuid>/days/new/", days.day_create, name="day_create"),
    path("vendors/<uuid:uuid>/change/", stalls.vendor_change, name="vendor_change"),
    path("vendors/<uuid:uuid>/leave/", stalls.vendor_leave, name="vendor_leave"),
    path("allotments/<uuid:uuid>/end/", stalls.allotment_end, name="allotment_end"),
    path("days/<uuid:uuid>/", days.day_detail, name="day_detail"),
    path("days/<uuid:uuid>/change/", days.day_change, name="day_change"),
    path("days/<uuid:uuid>/sales/", days.day_sales, name="day_sales"),
    path("days/<uuid:uuid>/shares/<uuid:group_uuid>/", shares.share_create, name="share_create"),
    path("sales/<uuid:uuid>/withdraw/", days.sale_withdraw, name="sale_withdraw"),
    path("shares/<uuid:uuid>/withdraw/", shares.share_withdraw, name="share_withdraw"),
    # Where a checklist leads: the subject is a group or an enrolment.
    path("of/group/<uuid:uuid>/stalls/", fixes.group_stalls, name="group_stalls"),
    path("of/group/<uuid:uuid>/sales/", fixes.group_sales, name="group_sales"),
    path("of/enrolment/<uuid:uuid>/sales/", fixes.enrolment_sales, name="enrolment_sales"),
]
