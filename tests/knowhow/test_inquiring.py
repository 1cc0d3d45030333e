"""What counts as a question in a clinic's first round, and what as advice."""

import time

import pytest

from knowhow.inquiring import advice_in, asks_something

ASKS = [
    "社長は、そのときどんな顔をしていましたか。",
    "それは大変でしたね。奥さまは、何とおっしゃいましたか？",
    "何が起きると思いますか",
    "いま、いちばん気になることは何でしょう",
    "なぜ？",
    "どんな場面だったか、教えてください。",
    "その場面を、もう少しお聞かせください。",
    "誰に話すのが大切ですか。",
    "社長は、どうすべきだと思っていますか",
    "会議で「やるべきだ」と言ったのは、どなたですか",
    "> 原価を計算しましょう。\nこの言葉を聞いたとき、どう感じましたか。",
    "社員の方は「社長に任せたほうがいい」と言っておられましたか。",
]
ADVISES = [
    "まず決算書を見るべきです。",
    "後継者と話してみてはいかがですか？",
    "社長に任せてみたらどうですか",
    "社長さんに、一度話を聞いてみたほうがいいと思います。",
    "やめたほうがいいのではないですか",
    "資金繰り表を作ってみてください。",
    "まず原価を計算しましょう。",
    "現場を見なければなりません。",
    "現場を見るのが大事だと思います。社長は現場に行きますか？",
    "専門家への相談をおすすめします。",
]
NEITHER = ["それは大変ですね。", "私も同じことで悩みました。", "> 何に困っていますか？\nそうですね。", "■ 感想\nよく分かります。"]


@pytest.mark.parametrize("text", ASKS)
def test_a_question_asks_and_does_not_advise(text):
    assert asks_something(text)
    assert not advice_in(text)


@pytest.mark.parametrize("text", ADVISES)
def test_advice_is_found_also_where_it_is_dressed_as_a_question(text):
    assert advice_in(text)
    assert advice_in(text) in text


@pytest.mark.parametrize("text", NEITHER)
def test_sympathy_and_quotations_neither_ask_nor_advise(text):
    assert not asks_something(text)
    assert not advice_in(text)


@pytest.mark.parametrize(
    "text", ["何" * 20_000, "どう" * 10_000, "「" * 20_000, "何でしょう" * 4_000, "べき" * 10_000, ">" * 20_000]
)
def test_a_hostile_text_is_read_in_less_than_a_second(text):
    started = time.process_time()

    asks_something(text)
    advice_in(text)

    assert time.process_time() - started < 1
