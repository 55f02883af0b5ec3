# ruff: noqa: E501
"""One invented article in the markup of many kinds of pages, each with furniture of its own."""

TITLE = "قصف مدفعي يستهدف سوقًا شعبيًا في ريف إدلب"
STANDFIRST = "الدفاع المدني يحذّر من ذخائر لم تنفجر في محيط السوق"
P1 = "إدلب (وكالات) - قُتل أربعة مدنيين وأصيب أحد عشر آخرون، صباح اليوم الخميس، في قصف مدفعي استهدف السوق الشعبي في أريحا."
P2 = "وقال مصدر طبي في مشفى المدينة إن حصيلة القتلى ارتفعت إلى خمسة بعد وفاة جريح متأثرًا بإصابته."
HEADING = "نزوح من القرى المجاورة"
P3 = "شاهد الأهالي الطائرات المسيّرة وهي تحلق فوق القرى ساعات، قبل أن تبدأ عائلات بالنزوح نحو الحدود الشمالية."
P4 = "ونفى مصدر عسكري استهداف السوق، مؤكدًا أن القوات ردّت على مصادر النيران فقط، بحسب بيان نُشر مساءً."
TEXT = [P1, P2, HEADING, P3, P4]
CAPTION = "آثار القصف على السوق الشعبي (أرشيف)"
RELATED = "مقتل جنديين بهجوم مسيّرة قرب سراقب"
OTHERS = [
    "اجتماع طارئ لوزراء الخارجية لبحث التطورات في المنطقة",
    "ارتفاع أسعار المحروقات في الشمال للمرة الثالثة هذا الشهر",
    "منخفض جوي يضرب البلاد ويغرق عشرات الخيام في المخيمات",
    "منتخب الناشئين يفوز ببطولة غرب آسيا بعد مباراة مثيرة",
]
EXCERPT = "قال مسؤول محلي إن العاصفة ألحقت أضرارًا بمئات العائلات في المخيمات، وطالب المنظمات بتدخل عاجل لإيوائها."
COMMENT = "رحم الله الشهداء وشفى الجرحى، متى ينتهي هذا القصف على الناس في الأسواق والبيوت الآمنة يا رب."

HEAD = f"<head><title>{TITLE} | شبكة مختلقة</title><meta property='og:title' content='{TITLE}'></head>"
MENU = (
    "<ul>"
    + "".join(f"<li><a href='/s/{n}'>{s}</a></li>" for n, s in enumerate(["الرئيسية", "سياسة", "اقتصاد", "رياضة"]))
    + "</ul>"
)
CARDS = "".join(
    f"<div class='card'><a href='/n/{n}'><h3>{s}</h3></a><p>{EXCERPT}</p></div>" for n, s in enumerate(OTHERS)
)
LIST = "<ul>" + "".join(f"<li><a href='/n/{n}'>{s}</a></li>" for n, s in enumerate(OTHERS)) + "</ul>"
FOOT = "<p>جميع الحقوق محفوظة © شبكة مختلقة 2024</p><p>من نحن | اتصل بنا | سياسة الخصوصية</p>"
PARAGRAPHS = f"<p>{P1}</p><p>{P2}</p><h2>{HEADING}</h2><p>{P3}</p><p>{P4}</p>"
ALSO = f"<p>اقرأ أيضًا: <a href='/n/77'>{RELATED}</a></p>"
FOLLOW = "<p>تابعونا على <a href='https://t.me/x'>تلغرام</a> لمتابعة آخر الأخبار</p>"


def page(body: str, head: str = HEAD) -> str:
    """A whole page around a body."""
    return f"<!doctype html><html lang='ar' dir='rtl'>{head}<body>{body}</body></html>"


SHAPES = {
    "theme with a sidebar": page(
        f"<header class='site-header'><nav>{MENU}</nav></header><div id='page' class='site has-sidebar'><main><article"
        f" class='post category-news tag-idlib'><h1 class='entry-title'>{TITLE}</h1><div class='entry-meta'>بواسطة سامر"
        f" الحلبي - مارس 14, 2024</div><div class='sharedaddy'>شارك على</div><div class='entry-content'>{PARAGRAPHS}"
        f"<div class='jp-relatedposts'><h3>ذات صلة</h3>{LIST}</div></div><footer class='entry-footer'>وسوم: <a>إدلب</a>"
        f"</footer></article><div id='comments'><h2>3 تعليقات</h2><p>{COMMENT}</p><p>{COMMENT}</p></div></main>"
        f"<aside id='secondary' class='widget-area'><h2>الأكثر قراءة</h2>{CARDS}</aside></div><footer>{FOOT}</footer>"
    ),
    "tables that lay out the page": page(
        f"<table width='100%'><tr><td colspan='3'>{MENU}</td></tr><tr><td width='150'><b>أقسام</b>{LIST}</td><td><table>"
        f"<tr><td><font size='5'><b>{TITLE}</b></font></td></tr><tr><td>الخميس 14/03/2024 10:30</td></tr><tr><td>"
        f"<font size='3'>{P1}<br><br>{P2}<br><br><b>{HEADING}</b><br>{P3}<br><br>{P4}</font></td></tr><tr><td>"
        f"<a href='p'>طباعة</a> | <a href='m'>أرسل إلى صديق</a></td></tr></table></td><td width='160'>{LIST}</td></tr>"
        f"<tr><td colspan='3'>{FOOT}</td></tr></table>"
    ),
    "text nodes between breaks": page(
        f"<div id='top'>{MENU}</div><div id='m'><h2>{TITLE}</h2><div>نشر في: 14 آذار 2024</div><div class='c7'>\n{P1}<br/>"
        f"\n{P2}<br/>\n<strong>{HEADING}</strong><br/>\n{P3}<br/>\n{P4}<br/></div></div><div id='b'>{FOOT}</div>"
    ),
    "divs without a name": page(
        f"<div><div>{MENU}</div><div><div><h1>{TITLE}</h1><div><div>{P1}</div><div>{P2}</div><h3>{HEADING}</h3>"
        f"<div>{P3}</div><div>{P4}</div></div></div><div><div>{CARDS}</div></div></div><div>{FOOT}</div></div>"
    ),
    "spans as paragraphs": page(
        f"<div class='hd'>{MENU}</div><div class='x1'><h1>{TITLE}</h1><div class='x2'><span>{P1}</span><span>{P2}</span>"
        f"<h4>{HEADING}</h4><span>{P3}</span> <span>{P4}</span></div></div><div class='x9'>{LIST}</div>"
    ),
    "hashed class names": page(
        f"<div class='css-1a'>{MENU}</div><div class='css-9z'><h1 class='css-t'>{TITLE}</h1><section class='css-b'>"
        f"<p class='css-p'>{P1}</p><div class='css-ad'>إعلان</div><p class='css-p'>{P2}</p><h2>{HEADING}</h2>"
        f"<p class='css-p'>{P3}</p><p class='css-p'>{P4}</p></section></div><section class='css-m'>{CARDS}</section>"
    ),
    "a wrapper for every paragraph": page(
        f"<main><h1>{TITLE}</h1>"
        + "".join(
            f"<div class='row'><div class='col'><div class='block-text'>{part}</div></div></div><div class='row'>"
            "<div class='ad-slot'>إعلان</div></div>"
            for part in (f"<p>{P1}</p>", f"<p>{P2}</p>", f"<h2>{HEADING}</h2>", f"<p>{P3}</p>", f"<p>{P4}</p>")
        )
        + f"</main><div class='recommendations'>{CARDS}</div>"
    ),
    "cards below that repeat the names of the body": page(
        f"<div class='content'><div class='title'><h1>{TITLE}</h1></div><div class='text'>{PARAGRAPHS}</div></div>"
        + "".join(
            f"<div class='content'><div class='title'><h3><a href='/x'>{s}</a></h3></div><div class='text'><p>{EXCERPT}</p></div></div>"
            for s in OTHERS
        )
    ),
    "server controls": page(
        f"<form id='aspnetForm'><input type='hidden' name='__VIEWSTATE' value='x'><div id='ctl00_menu'>{MENU}</div>"
        f"<span id='ctl00_ContentPlaceHolder1_lblTitle'>{TITLE}</span><span id='ctl00_ContentPlaceHolder1_lblDate'>"
        f"14/03/2024</span><div id='ctl00_ContentPlaceHolder1_divDetails'><p dir='rtl'>{P1}</p><p>&nbsp;</p><p>{P2}</p>"
        f"<p><strong>{HEADING}</strong></p><p>{P3}</p><p>{P4}</p></div><div id='ctl00_foot'>{FOOT}</div></form>"
    ),
    "furniture between the paragraphs": page(
        f"<article><h1>{TITLE}</h1><p>{P1}</p>{ALSO}<p>{P2}</p><div class='newsletter-box'><p>اشترك في نشرتنا البريدية"
        f"</p></div><h2>{HEADING}</h2><p>{P3}</p><p><a href='/n/3'>{RELATED}</a></p><p>{P4}</p>{FOLLOW}<p>هل وجدت خطأ في"
        f" الخبر؟ <a href='/e'>أبلغنا</a></p><p>المصدر: وكالات</p><p>كلمات مفتاحية: <a href='/t/1'>إدلب</a>، "
        f"<a href='/t/2'>أريحا</a></p></article>"
    ),
    "a body that only the state of a script holds": page(
        f"<div id='__next'><div class='spinner'>جار التحميل</div><nav>{MENU}</nav></div><script id='__NEXT_DATA__' "
        'type=\'application/json\'>{"props":{"pageProps":{"story":{"headline":"'
        + TITLE
        + '","content_elements":['
        + ",".join(
            '{{"type":"{}","content":"{}"}}'.format(*pair)
            for pair in [("text", P1), ("text", P2), ("header", HEADING), ("text", P3), ("text", P4)]
        )
        + ']},"related":[{"title":"'
        + OTHERS[0]
        + '","url":"/n/1","text":"'
        + EXCERPT
        + '"}]}}}</script>'
    ),
    "a long thread of comments": page(
        f"<div class='wrap'><div class='post'><h1>{TITLE}</h1>{PARAGRAPHS}</div><ol class='commentlist'>"
        + f"<li><p>{COMMENT}</p></li>" * 12
        + "</ol></div>"
    ),
}
SHAPES |= {
    "drupal fields": page(
        f"<div class='region region-header'><nav class='menu--main'>{MENU}</nav></div><div class='region region-content'>"
        f"<article class='node node--type-article'><h1 class='page-title'><span class='field field--name-title'>{TITLE}"
        f"</span></h1><footer class='node__meta'>أضيف بواسطة محرر في 14 مارس 2024</footer><div class='node__content'>"
        f"<div class='field field--name-field-image'><img src='/sites/default/files/a.jpg' alt='سوق'></div>"
        f"<div class='clearfix text-formatted field field--name-body field--type-text-with-summary field__item'>"
        f"{PARAGRAPHS}</div><div class='field field--name-field-tags'><div class='field__label'>الوسوم</div><a href='/t/1'>"
        f"إدلب</a></div></div></article><section class='views-element-container'><h2>أخبار ذات صلة</h2>{CARDS}</section>"
        f"</div><footer class='site-footer'>{FOOT}</footer>"
    ),
    "joomla item": page(
        f"<div class='container'><div class='item-page'><div class='page-header'><h2 itemprop='headline'>{TITLE}</h2></div>"
        f"<div class='icons'><a href='?print=1'>طباعة</a></div><dl class='article-info'><dt>التفاصيل</dt><dd class="
        f"'category-name'>القسم: <a href='/c'>أخبار محلية</a></dd><dd class='create'>نشر بتاريخ: 14 آذار 2024</dd><dd "
        f"class='hits'>الزيارات: 1204</dd></dl><div itemprop='articleBody'>{PARAGRAPHS}</div><ul class='pager'><li>"
        f"<a href='/p'>السابق</a></li><li><a href='/n'>التالي</a></li></ul></div></div><div id='sidebar'>{CARDS}</div>"
    ),
    "blogger post": page(
        f"<div class='blog-posts hfeed'><div class='date-outer'><h2 class='date-header'>الخميس، 14 مارس 2024</h2><div "
        f"class='post hentry'><h3 class='post-title entry-title'>{TITLE}</h3><div class='post-body entry-content'>"
        f"<div dir='rtl' style='text-align: right;' trbidi='on'>{P1}<br /><br />{P2}<br /><br /><b>{HEADING}</b><br />"
        f"<br />{P3}<br /><br />{P4}</div></div><div class='post-footer'>مرسلة بواسطة محرر في <a href='#'>10:30 ص</a>"
        f"</div></div></div></div><div class='comments'><h4>ليست هناك تعليقات:</h4></div><div class='widget'>{LIST}</div>"
    ),
    "accelerated page": page(
        f"<header class='amp-wp-header'><a href='/'>شبكة مختلقة</a></header><amp-sidebar id='s'>{MENU}</amp-sidebar>"
        f"<article class='amp-wp-article'><header class='amp-wp-article-header'><h1 class='amp-wp-title'>{TITLE}</h1>"
        f"<div class='amp-wp-meta amp-wp-byline'>سامر الحلبي</div></header><figure class='amp-wp-article-featured-image "
        f"wp-caption'><amp-img src='/a.jpg' width='800' height='500'></amp-img><p class='wp-caption-text'>{CAPTION}</p>"
        f"</figure><div class='amp-wp-article-content'>{PARAGRAPHS}</div><footer class='amp-wp-article-footer'>"
        f"<div class='amp-wp-meta'>التصنيفات: أخبار</div></footer></article><footer>{FOOT}</footer>"
    ),
    "custom elements": page(
        f"<bsp-header>{MENU}</bsp-header><bsp-story><h1>{TITLE}</h1><story-body><story-text>{P1}</story-text><story-text>"
        f"{P2}</story-text><h2>{HEADING}</h2><story-text>{P3}</story-text><story-text>{P4}</story-text></story-body>"
        f"</bsp-story><bsp-list>{CARDS}</bsp-list>"
    ),
    "a caption in the middle": page(
        f"<main><h1>{TITLE}</h1><div class='article-text'><p>{P1}</p><figure><img data-src='/a.jpg'><figcaption>{CAPTION}"
        f"</figcaption></figure><p>{P2}</p><h2>{HEADING}</h2><div class='image-wrap'><img src='/b.jpg'><span class="
        f"'image-caption'>{CAPTION}</span></div><p>{P3}</p><p>{P4}</p></div></main>"
    ),
    "an endless page": page(
        f"<div class='infinite'><article><h1>{TITLE}</h1><div class='story'>{PARAGRAPHS}</div></article><article><h1>"
        f"{OTHERS[0]}</h1><div class='story'><p>{EXCERPT}</p><p>{EXCERPT} ثانيةً</p><p>{EXCERPT} ثالثةً</p></div>"
        f"</article></div>"
    ),
    "a body behind a button": page(
        f"<div class='article-page'><h1>{TITLE}</h1><div class='short'><p>{P1}</p></div><button>اقرأ المزيد</button><div "
        f"class='more-text' style='display:none'><p>{P2}</p><h2>{HEADING}</h2><p>{P3}</p><p>{P4}</p></div></div>"
        f"<div class='side'>{LIST}</div>"
    ),
    "paragraphs of quoted posts": page(
        f"<div class='post-content'><h1>{TITLE}</h1><p>{P1}</p><p>{P2}</p><h2>{HEADING}</h2><p>{P3}</p><blockquote class="
        f"'twitter-tweet'><a href='https://twitter.com/x/status/1'>14 مارس 2024</a></blockquote><p>{P4}</p></div>"
    ),
    "author box and share bar without names": page(
        f"<div id='a1'><h1>{TITLE}</h1><div>سامر الحلبي</div><div>آخر تحديث: 14 مارس 2024، 10:30 ص</div><div><a href='"
        f"https://facebook.com/sharer?u=1'>فيسبوك</a> <a href='https://x.com/share'>تويتر</a></div><div id='a2'>{PARAGRAPHS}"
        f"</div><div><h4>عن الكاتب</h4></div><div><h4>اقرأ أيضًا</h4>{LIST}</div><div><h4>أضف تعليقًا</h4></div></div>"
    ),
    "lines wrapped by hand": page(
        f"<center>{MENU}</center><h1>{TITLE}</h1><pre style='white-space: pre-wrap'>{P1}\n\n{P2}\n\n{HEADING}\n\n{P3}\n\n{P4}"
        f"</pre><center>{FOOT}</center>"
    ),
    "linked data alone": page(
        "<div id='app'></div><noscript>يرجى تفعيل جافاسكربت</noscript>",
        HEAD.replace(
            "</head>",
            '<script type=\'application/ld+json\'>{"@context":"https://schema.org","@type":'
            f'"NewsArticle","headline":"{TITLE}","articleBody":"{P1}\\n{P2}\\n{HEADING}\\n{P3}\\n{P4}"}}</script></head>',
        ),
    ),
}

SIDE = "".join(
    f"<div class='item'><a href='/n/{n}'><img src='/t.jpg'></a><div><a href='/n/{n}'>{s}</a></div><div>{EXCERPT}</div><span>منذ ساعة</span></div>"
    for n, s in enumerate(OTHERS)
)
SHAPES |= {
    "excerpts before": page(
        f"<div class='d'>{SIDE}{SIDE}</div><div class='b'><div class='c'><h2>{TITLE}</h2>{PARAGRAPHS}</div></div><div>{FOOT}</div>"
    ),
    "bootstrap card": page(
        f"<nav class='navbar'>{MENU}</nav><div class='container'><div class='row'><div class='col-md-8'><div class='card'><img class='card-img-top' src='/a.jpg'><div class='card-body'><h1 class='card-title'>{TITLE}</h1><p class='text-muted'>14 مارس 2024 | سامر الحلبي</p><div class='card-text'>{PARAGRAPHS}</div></div></div></div><div class='col-md-4'>{CARDS}</div></div></div>"
    ),
    "elementor": page(
        f"<div class='elementor elementor-12'><section class='elementor-section'><div class='elementor-widget elementor-widget-theme-post-title'><div class='elementor-widget-container'><h1>{TITLE}</h1></div></div><div class='elementor-widget elementor-widget-post-info'><ul class='elementor-icon-list-items'><li>سامر الحلبي</li><li>مارس 14, 2024</li></ul></div><div class='elementor-widget elementor-widget-theme-post-content'><div class='elementor-widget-container'>{PARAGRAPHS}</div></div><div class='elementor-widget elementor-widget-posts'>{CARDS}</div></section></div>"
    ),
    "form around, span title": page(
        f"<form><div>{MENU}</div><div id='d1'><span id='t'>{TITLE}</span><br><span id='x'>{P1}<br/><br/>{P2}<br/><br/>{HEADING}<br/><br/>{P3}<br/><br/>{P4}</span></div><div>{LIST}</div></form>"
    ),
    "teasers are article tags": page(
        f"<div id='main'><div class='single'><h1>{TITLE}</h1><div class='inner'>{PARAGRAPHS}</div></div>"
        + "".join(f"<article><h2><a href='/n'>{s}</a></h2><p>{EXCERPT}</p></article>" for s in OTHERS)
        + "</div>"
    ),
    "items as paragraphs": page(
        f"<main><h1>{TITLE}</h1><ul class='story'><li>{P1}</li><li>{P2}</li></ul><h2>{HEADING}</h2><ul><li>{P3}</li><li>{P4}</li></ul></main>{LIST}"
    ),
    "bold paragraphs": page(
        f"<main><h1>{TITLE}</h1><p><b>{P1}</b></p><p>{P2}</p><h2>{HEADING}</h2><p><b>{P3}</b></p><p>{P4}</p></main>"
    ),
    "sidebar class on the wrapper": page(
        f"<div class='with-sidebar main-sidebar-right'><div><h2 class='ttl'>{TITLE}</h2>{PARAGRAPHS}</div><div class='sidebar'>{CARDS}{CARDS}</div></div>"
    ),
    "frozen header with live ticker": page(
        f"<div class='hd'><span>عاجل</span><p>{EXCERPT}</p></div><div class='art'><h1>{TITLE}</h1><div class='dt'>الخميس، ١٤ آذار ٢٠٢٤ - ١٠:٣٠ ص</div>{PARAGRAPHS}</div>"
    ),
    "br once, unstopped": page(f"<div><h1>{TITLE}</h1><div id=q>{P1}<br>{P2}<br>{HEADING}<br>{P3}<br>{P4}</div></div>"),
    "p never closed": page(f"<h1>{TITLE}</h1><p>{P1}<p>{P2}<h2>{HEADING}</h2><p>{P3}<p>{P4}<hr>{FOOT}"),
    "definition list": page(
        f"<div class='x'><h1>{TITLE}</h1><dl><dt>الخبر</dt><dd>{P1}</dd><dd>{P2}</dd></dl><h3>{HEADING}</h3><p>{P3}</p><p>{P4}</p></div>"
    ),
    "gallery between": page(
        f"<article><h1>{TITLE}</h1><p>{P1}</p><div class='gallery'><div class='slide'><img src='/1.jpg'><p>{CAPTION}</p></div><div class='slide'><img src='/2.jpg'><p>{CAPTION} 2</p></div></div><p>{P2}</p><h2>{HEADING}</h2><p>{P3}</p><p>{P4}</p></article>"
    ),
    "title twice": page(
        f"<div class='crumbs'><a href='/'>الرئيسية</a> » <a href='/c'>سوريا</a> » {TITLE}</div><div class='t'>{TITLE}</div><div class='z'>{PARAGRAPHS}</div><div>{FOOT}</div>"
    ),
    "print copy hidden": page(
        f"<article><h1>{TITLE}</h1><div class='a1'>{PARAGRAPHS}</div></article><div id='print' style='display:none'><h1>{TITLE}</h1>{PARAGRAPHS}</div>"
    ),
    "section names": page(
        f"<main><h1>{TITLE}</h1><section class='text-section'><p>{P1}</p></section><section class='quote-section'><p>{P2}</p></section><section class='text-section'><h2>{HEADING}</h2><p>{P3}</p></section><div class='promo-inline'><a href='/n/1'>{OTHERS[0]}</a></div><section class='text-section'><p>{P4}</p></section></main>"
    ),
    "nuxt": page(
        f'<div id=\'__nuxt\'></div><script>window.__NUXT__={{"data":[{{"article":{{"title":"{TITLE}","body":"<p>{P1}<\\/p><p>{P2}<\\/p><h2>{HEADING}<\\/h2><p>{P3}<\\/p><p>{P4}<\\/p>"}}}}]}};</script>'
    ),
    "template body": page(
        f"<h1>{TITLE}</h1><div id=host></div><template id='story'>{PARAGRAPHS}</template><script>1</script>"
    ),
    "noscript body": page(f"<h1>{TITLE}</h1><noscript>{PARAGRAPHS}</noscript>"),
    "editor note div": page(
        f"<article><h1>{TITLE}</h1>{PARAGRAPHS}<div class='editor-note'>تنويه من المحرر: جرى تصحيح عدد القتلى بعد أن ورد خطأ في النسخة الأولى.</div></article>"
    ),
}
