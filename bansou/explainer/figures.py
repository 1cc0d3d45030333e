"""The drawings of the explainer: which there are, and what each says in words.

The drawing itself is templates/explainer/figures/<name>.svg. Its words stand here, beside each other, so that whoever changes a
drawing sees the text alternative that has to change with it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One drawing: `caption` stands visibly below it, `description` carries all that it shows and says."""

    name: str
    title: str
    caption: str
    description: str

    @property
    def template(self) -> str:
        """The template that holds the drawing."""
        return f"explainer/figures/{self.name}.svg"


FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        Figure(
            "handshake",
            "握手する経営者と支援者",
            "対等な立場で出会い、信頼を築くところから始まります。",
            "作業着の経営者が左に、上着を着た支援者が右に立ち、向かい合って笑顔で握手をしています。どちらかが上に立つのではなく、同じ高さで手を取りあっています。",
        ),
        Figure(
            "looking-away",
            "課題から目をそらす経営者",
            "課題はそばにあるのに、目が向きません。",
            "腕を組んだ経営者が、「いまは忙しい。前はうまくいった。」と言いながら左を向いています。右のすぐそばには、「課題」と書かれた箱を上にのせた書類の山がありますが、経営者はそちらを見ていません。",
        ),
        Figure(
            "dialogue-to-autonomy",
            "対話から気づきへ、気づきから自走化へ",
            "聴いて問いかけるうちに課題が言葉になり、会社が自分で動き出します。",
            "三つの場面が上から下へ続きます。1、対話。経営者が話し、支援者が耳を傾け、問いかけます。2、気づき。経営者の頭に明かりがともり、本当の課題が自分の言葉になります。"
            "3、自走化。経営者が先頭に立ち、社員とともに旗へ向かって歩きます。支援者は少し離れて手を振り、見送っています。",
        ),
        Figure(
            "side-by-side",
            "並んで歩く経営者と支援者",
            "行き先を決めるのは経営者。支援者は半歩うしろを歩きます。",
            "上り坂の道を、経営者と支援者が並んで歩いています。坂の先には「自分で決めた目標」と書かれた旗が立っています。経営者が少し前を、支援者がそのすぐ横を、同じ方向を見て歩いています。",
        ),
        Figure(
            "self-change",
            "自己変革が進む五つの段階",
            "対話から始まり、会社が自分で動く力が少しずつ大きくなります。",
            "五つの段階が上から下へ続きます。1、対話と傾聴。信頼できる相手に、考えを話す。2、気づき・腹落ち。本質的な課題を、自分の言葉にする。3、内発的動機づけ。「やりたい」が内側から出てくる。"
            "4、能動的な行動。社員とともに、眠っていた力を使う。5、自己変革・自走化。次の変化にも、自分たちで向き合う。"
            "左の帯は下へ行くほど太くなり、会社が自分で動く力が育つことを表します。点線は5から1へ戻り、新しい課題でまた対話から始めることを表します。",
        ),
        Figure(
            "solve-or-set",
            "課題設定型と課題解決型",
            "上流で課題を定め、下流で解決する。二つの支援は補い合います。",
            "二つの列が並んでいます。左の課題設定型は、何が課題かを一緒に探し、経営者が気づいて課題を決め、自分たちで動き出します。"
            "右の課題解決型は、困りごとが見えていて、支援者が解決策を示し、専門の力で取り組みます。"
            "左から右へ矢印がのび、課題が定まると専門の支援がよく効くこと、どちらか一方ではなく補い合うことを表しています。",
        ),
    )
}


def figure_choices() -> list[tuple[str, str]]:
    """Choices for the editor of a page."""
    return [(figure.name, figure.title) for figure in FIGURES.values()]
