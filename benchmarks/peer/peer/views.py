"""A list with Paginator, and a dashboard of COUNTs."""

from django.core.paginator import Paginator
from django.db.models import Avg, Sum
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template

from benchmarks.peer.peer.models import Household, Sale, Tambon, Village

LIST = Template(
    "<table>{% for h in page %}<tr><td>{{ h.house_code }}</td><td>{{ h.head_name }}</td>"
    "<td>{{ h.village.name }}</td><td>{{ h.village.tambon.name }}</td><td>{{ h.stage }}</td></tr>"
    "{% endfor %}</table>{{ page.paginator.count }}"
)
BOARD = Template(
    "{% for row in rows %}<p>{{ row.name }} {{ row.counts }} {{ row.income }}</p>{% endfor %}"
    "{% for month in months %}<p>{{ month }}</p>{% endfor %}"
)


def household_list(request: HttpRequest) -> HttpResponse:
    """Fifty households of a district a page, by name."""
    rows = Household.objects.select_related("village__tambon").filter(
        village__tambon__district="3610"
    )
    if text := request.GET.get("q"):
        rows = rows.filter(head_name__icontains=text)
    page = Paginator(rows.order_by("head_name", "pk"), 50).get_page(request.GET.get("page"))
    return HttpResponse(LIST.render(Context({"page": page})))


def dashboard(request: HttpRequest, code: str) -> HttpResponse:
    """Five COUNTs and an average a subdistrict, five COUNTs a village, a sum a month."""
    rows = []
    for tambon in Tambon.objects.filter(district=code):
        own = Household.objects.filter(village__tambon=tambon)
        counts = [own.filter(stage=stage).count() for stage in range(1, 6)]
        rows.append({"name": tambon.name, "counts": counts, "income": own.aggregate(Avg("income"))})
    for village in Village.objects.filter(tambon__district=code):
        own = Household.objects.filter(village=village)
        counts = [own.filter(stage=stage).count() for stage in range(1, 6)]
        rows.append({"name": village.name, "counts": counts, "income": ""})
    sales = Sale.objects.filter(village__tambon__district=code)
    months = [sales.filter(sold_on__month=m).aggregate(Sum("amount")) for m in range(1, 13)]
    return HttpResponse(BOARD.render(Context({"rows": rows, "months": months})))
