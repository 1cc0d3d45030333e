"""What search engines are told of the path: a Course of schema.org."""

import json

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from bansou.school.paths import LearningPath

#: As in Django's json_script: nothing in the data ends the element.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
NAME = "伴走支援の学びの道"
DESCRIPTION = "経営力再構築伴走支援を、読む・見る・やってみる・考えるの順に、一つ20分ほどのレッスンで学びます。登録しなくても、無料で学べます。"


def course_tag(path: LearningPath) -> SafeString:
    """The script element. It holds data, which no browser runs, so the policy on scripts says nothing of it."""
    address = settings.BASE_URL + reverse("school:path")
    course = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": address,
        "url": address,
        "name": NAME,
        "description": DESCRIPTION,
        "inLanguage": "ja",
        "isAccessibleForFree": True,
        "provider": {"@type": "Organization", "name": settings.OPERATOR_NAME, "url": settings.BASE_URL + "/"},
        "offers": {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "JPY"},
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "Online",
            "courseWorkload": f"PT{path.minutes}M",
        },
        "syllabusSections": [
            {
                "@type": "Syllabus",
                "name": str(stretch.skill.label),
                "description": "、".join(step.lesson.title for step in stretch.steps),
            }
            for stretch in path.stretches
        ],
    }
    data = json.dumps(course, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308 escaped above
