"""What a page says to a real parser.   page.py FILE: prints TAP; every tag closes, nothing runs, nothing comes from elsewhere, hostile names stay text."""
import html.parser
import sys
import xml.dom.minidom

VOID = {'meta', 'br'}
page = open(sys.argv[1], encoding='utf-8').read()


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.problems, self.text, self.tags, self.bars = [], [], [], set(), 0

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.bars += tag == 'rect'
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name.startswith('on') or name in ('src', 'href') or 'url(' in (value or '') or 'javascript:' in (value or ''):
                self.problems.append(f'{tag} {name}={value}')

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f'</{tag}> closes nothing')

    def handle_data(self, data):
        self.text.append(data)


reader = Page()
reader.feed(page)
reader.close()
number = 0


def ok(good, name, why=''):
    global number
    number += 1
    print(('ok' if good else 'not ok') + f' {number} - {name}' + (f'  # {why}' if not good and why else ''))


said = ''.join(reader.text)
ok(not reader.open and not reader.problems, 'every tag closes, no handler, no address', f'{reader.open} {reader.problems}')
ok(not reader.tags & {'script', 'iframe', 'object', 'embed', 'link', 'img', 'form'}, 'nothing runs, nothing is fetched', str(reader.tags))
ok('''<script>alert("1")</script>'&amp;𠮷局''' in said, 'a hostile name is text, character for character')
ok('2025年3月' in said and '市住房和城乡建设局' in said, 'the page speaks Chinese')
ok(reader.bars > 30, 'bars and cells are drawn', str(reader.bars))
for picture in page.split('<svg')[1:]:
    xml.dom.minidom.parseString('<svg' + picture.split('</svg>')[0] + '</svg>')
ok(True, 'each picture is well-formed XML by itself')
