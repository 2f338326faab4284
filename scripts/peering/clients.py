"""Drives the simulator with the clients that providers publish. Run by scripts/peers."""

import json
import sys
import traceback

import anthropic
import openai

BASE = sys.argv[1]
CHAT = openai.OpenAI(base_url=BASE + "/v1", api_key="none", max_retries=0)
MESSAGES = anthropic.Anthropic(base_url=BASE, api_key="none", max_retries=0)
TASK = [{"role": "user", "content": "What should a small town know before it buys electric buses?"}]
SEARCH = {
    "type": "function",
    "function": {
        "name": "web_search", "description": "Searches.",
        "parameters": {
            "type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"],
        },
    },
}
VERDICT = {
    "type": "json_schema",
    "json_schema": {
        "name": "verdict", "strict": True,
        "schema": {
            "type": "object", "additionalProperties": False,
            "properties": {
                "explanation": {"type": "string"},
                "criterion_status": {"type": "string", "enum": ["MET", "UNMET"]},
            },
            "required": ["explanation", "criterion_status"],
        },
    },
}
QUESTION = """<criterion_type>
positive
</criterion_type>

<criterion>
Names the range of a bus.
</criterion>

<query>
What should a small town know before it buys electric buses?
</query>

<response-x>
A bus runs 250 km on a charge.
</response-x>"""


def chat():
    reply = CHAT.chat.completions.create(model="sim/atlas", messages=TASK, seed=1)
    assert reply.choices[0].message.content, reply
    assert reply.usage.completion_tokens > 0, reply.usage
    return f"{len(reply.choices[0].message.content)} characters"


def stream():
    whole = CHAT.chat.completions.create(model="sim/atlas", messages=TASK, seed=1)
    pieces, usage = [], None
    for chunk in CHAT.chat.completions.create(
            model="sim/atlas", messages=TASK, seed=1, stream=True,
            stream_options={"include_usage": True}):
        if chunk.choices and chunk.choices[0].delta.content:
            pieces.append(chunk.choices[0].delta.content)
        usage = chunk.usage or usage
    assert "".join(pieces) == whole.choices[0].message.content, "the stream has another text"
    assert usage == whole.usage, (usage, whole.usage)
    return f"{len(pieces)} pieces, the same text and usage as the whole reply"


def tools():
    messages = list(TASK)
    reply = CHAT.chat.completions.create(model="sim/atlas", messages=messages, tools=[SEARCH], seed=1)
    call = reply.choices[0].message.tool_calls[0]
    query = json.loads(call.function.arguments)["query"]
    messages += [reply.choices[0].message, {
        "role": "tool", "tool_call_id": call.id,
        "content": "1. A page\nhttps://a.example/\nNothing of interest."}]
    again = CHAT.chat.completions.create(model="sim/atlas", messages=messages, tools=[SEARCH], seed=1)
    assert again.choices[0].finish_reason in ("stop", "tool_calls"), again
    return f"asked for {query!r}"


def streamed_tools():
    whole = CHAT.chat.completions.create(model="sim/atlas", messages=TASK, tools=[SEARCH], seed=1)
    arguments = ""
    for chunk in CHAT.chat.completions.create(
            model="sim/atlas", messages=TASK, tools=[SEARCH], seed=1, stream=True):
        for delta in (chunk.choices[0].delta.tool_calls or []) if chunk.choices else []:
            arguments += delta.function.arguments or ""
    assert arguments == whole.choices[0].message.tool_calls[0].function.arguments, arguments
    return "the same arguments as in the whole reply"


def structured():
    reply = CHAT.chat.completions.create(
        model="sim/judge", messages=[{"role": "user", "content": QUESTION}],
        response_format=VERDICT, seed=1)
    return json.loads(reply.choices[0].message.content)["criterion_status"]


def responses():
    reply = CHAT.responses.create(model="sim/atlas", input=TASK)
    assert reply.output_text, reply
    return f"{len(reply.output_text)} characters, {reply.usage.output_tokens} tokens"


def streamed_responses():
    pieces, final = [], None
    with CHAT.responses.stream(model="sim/atlas", input=TASK) as events:
        for event in events:
            if event.type == "response.output_text.delta":
                pieces.append(event.delta)
        final = events.get_final_response()
    assert "".join(pieces) == final.output_text, "the stream has another text"
    return f"{len(pieces)} pieces"


def models():
    return f"{len(list(CHAT.models.list()))} models"


def messages():
    reply = MESSAGES.messages.create(model="sim/atlas", max_tokens=4_000, messages=TASK)
    assert reply.content[0].text, reply
    return f"{len(reply.content[0].text)} characters, {reply.stop_reason}"


def streamed_messages():
    with MESSAGES.messages.stream(model="sim/atlas", max_tokens=4_000, messages=TASK) as events:
        text = "".join(events.text_stream)
        final = events.get_final_message()
    assert text == final.content[0].text, "the stream has another text"
    return f"{len(text)} characters"


def message_tools():
    function = SEARCH["function"]
    reply = MESSAGES.messages.create(
        model="sim/atlas", max_tokens=4_000, messages=TASK,
        tools=[{
            "name": function["name"], "description": function["description"],
            "input_schema": function["parameters"]}])
    call = next(block for block in reply.content if block.type == "tool_use")
    return f"asked for {call.input['query']!r}"


def refused():
    try:
        CHAT.chat.completions.create(model="", messages=TASK)
    except openai.BadRequestError as error:
        return f"HTTP 400: {error.body}"
    raise AssertionError("an empty model name was taken")


def main():
    print(f"openai {openai.__version__}, anthropic {anthropic.__version__}", flush=True)
    failures = 0
    parts = [chat, stream, tools, streamed_tools, structured, responses, streamed_responses, models,
             messages, streamed_messages, message_tools, refused]
    for part in parts:
        try:
            print(f"{part.__name__.replace('_', ' ')}: {part()}", flush=True)
        except Exception as error:  # Each part is tried, whatever became of the one before.
            failures += 1
            print(f"{part.__name__.replace('_', ' ')}: FAILED: {error}", flush=True)
            traceback.print_exc()
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
