"""What the names of classes, the tags and the roles of a page say of a part: that it is no article's text, or is it.

Names are English, whatever the language of the page: content systems and their themes write them. A name is looked at
word by word (`jp-relatedposts`, `postMeta`, `entry_footer`), and the judgement is only a hint: a zone that holds most
of a page's prose is none (`blocks.settle`).
"""

import re
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[^a-z0-9\s]+")


def _named(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s-])(?:{'|'.join(words.split())})(?=$|[\s-])")


_ZONES = (
    (
        "hidden",
        "sr-only visually-hidden visuallyhidden screen-reader-text screen-reader d-none is-hidden noprint "
        "element-invisible",
    ),
    (
        "caption",
        r"(?:\w+-)*caption(?:-\w+)* captions wp-caption-text figcaption figure-desc\w* image-desc\w* "
        r"img-desc\w* photo-desc\w* pic-desc\w* image-text image-title photo-title img-title cutline img-alt pic-text "
        r"\w*(?:pic|img|image|photo)-?cap\w* cap "
        r"(?:photo|image|img|pic|picture)-(?:credit|source|info|legend|note)s? legend",
    ),
    (
        "comments",
        "comments? commentlist comment-(?:list|form|section|respond|area)s? disqus respond replies "
        "fb-comments livefyre coral comments-area",
    ),
    (
        "teasers",
        r"most-\w+ popular\w* trending latest\w* outbrain taboola\w* mgid zergnet upnext up-next next-article "
        r"prev-article previous-article post-navigation nav-(?:previous|next|links) other-news othernews "
        r"editors?-picks? dont-miss in-this-section promo promos must-read",
    ),
    (
        "related",
        r"relat(?:ed|ive)\w* \w*related(?:posts|articles|news|stories)? read-?(?:also|more|next|too)\w* also-read "
        r"see-?also inline-(?:video|related|promo|link|box|article|story|news|read|more)s? "
        r"more-(?:news|stories|from|articles|posts|on|in)\w* recommend\w* suggest\w* similar\w* teasers? "
        r"teaser-\w+ you-may-\w+ crp also inline-promo further-reading topic-articles internal-links? "
        r"linked-(?:articles?|news|posts?)",
    ),
    (
        "share",
        r"share sharing share-\w+ \w+-share sharedaddy sharethis addthis\w* addtoany\w* a2a\w* social socials "
        r"social-\w+ \w+-social shr ssba heateor\w* article-tools tools toolbar font-?size\w* text-?size\w* print "
        r"print-\w+ print-?link email-?link action-?buttons? actions follow follow-?us follow-\w+ join-?us telegram "
        r"whatsapp facebook twitter sd-\w+ copy-?link bookmark reactions? rating ratings vote votes likes? listen "
        r"audio-reader tts",
    ),
    (
        "tags",
        r"tags tag-list taglist tag-links tag-cloud tagcloud tags-\w+ \w+-tags tagged tags?-box keywords "
        r"key-?words topics hashtags cat-links categories post-categories entry-categories post-labels labels "
        r"article-topics article-tag post-tag field-tags story-tags item-tags",
    ),
    (
        "bio",
        r"author-(?:box|bio|card|info|about|profile|description|block)\w* about-?author author-?bio biography bio "
        r"writer-?(?:info|box|bio|card) profile-card post-author-box abh saboxplugin\w* molongui\w*",
    ),
    (
        "meta",
        r"bylines? author-name authors? author-\w+ writer \w+-author post-meta entry-meta article-meta meta "
        r"\w+-meta meta-\w+ metadata post-date entry-date article-date date \w+-date date-\w+ published timestamp "
        r"time-?stamp posted-on posted-by post-info article-info entry-info item-info news-info story-info submitted "
        r"create createdby createdate "
        r"modified hits updated last-?updated? reading-?time read-?time post-?views views view-?count hits "
        r"post-details-meta breadcrumbs? breadcrumb-\w+ kicker section-name section-label rubric eyebrow overline "
        r"category category-name post-category article-category itemprop-author",
    ),
    (
        "newsletter",
        r"newsletters? newsletter-\w+ subscribe\w* subscription\w* mailing\w* sign-?up mc4wp\w* "
        r"mailchimp\w* push-notif\w* app-promo app-download download-app",
    ),
    (
        "ad",
        r"ads? advert\w* ad-\w+ \w+-ads? adsbygoogle adslot\w* sponsor\w* dfp gpt banner banners banner-\w+ promo-box "
        r"commercial",
    ),
    (
        "report",
        r"report-?(?:error|mistake|bug|correction)\w* error-report corrections?-link send-correction complaint\w* "
        r"feedback mistape\w* orphus typo\w*",
    ),
    (
        "navigation",
        r"nav navbar\w* navigation menu menus \w+-menu menu-\w+ pagination pager page-links page-nav\w* "
        r"post-nav\w* skip-link topbar top-bar off-?canvas\w* sidebar side-?bar side-col\w* rightbar leftbar footer "
        r"site-footer page-footer foot bottom-bar site-header page-header-nav masthead login search searchform "
        r"search-\w+ cookies? cookie-\w+ gdpr consent popup popups modal modals lightbox ticker breaking breaking-\w+ "
        r"news-?bar marquee copyrights? copyright-\w+ back-to-top backtotop weather prayer\w* currency widget widgets "
        r"widget-area toc table-of-contents ez-toc\w* jump-links lang-switch\w* language-switcher poll survey "
        r"player-controls",
    ),
)
_PATTERNS = tuple((kind, _named(words)) for kind, words in _ZONES)
"""In the order in which they are asked: the first that finds a word names the zone."""
_BODY = re.compile(
    r"(?:^|[\s-])(?:(?:article|post|entry|story|news|single|page|details?|item|node|text|main|full|blog|press)-?"
    r"(?:body|content|contents|text|txt|entry|details?|copy|story|article|description|desc|paragraphs?)(?:-\w+)*"
    r"|(?:body|content)-?(?:article|text|post|body|news|details?|inner|copy|main)"
    r"|the-content|field-(?:name-)?body|field-type-text-with-summary|entry|post-?body|storybody|articlebody|wysiwyg|rich-?text|richtext"
    r"|td-post-content|cms-content|editor-content|ck-?content|fr-view|prose|paragraph-list|text-formatted"
    r"|theme-post-content|clearfix-text|newsbody|newstext|detailstext|articletext|maincontent|content|body|text"
    r"|live-?blog|live-?feed|live-updates?|timeline|liveblog-\w+)(?=$|[\s-])"
)
_STANDFIRST = _named(
    r"standfirst stand-first lead lede leads \w+-lead lead-\w+ intro introduction intro-?text \w+-intro deck dek "
    r"summary \w+-summary subtitle sub-title sub-?headline \w+-subtitle excerpt \w+-excerpt sapo chapo chapeau "
    r"abstract strapline tagline \w+-sub sub teaser-text description \w+-description subhead shoulder"
)
_PREFIXED = re.compile(
    r"(?:^|(?<=\s))(?:has|no|with|without|is|not|js|single|format|status|type|postid|page|category|tag|term|wp-(?:block|custom))-"
    r"(?!links|list|cloud|caption|meta|box|name|related|hidden)\S+"
)
"""Names that say what a part has, or which section and tags an article belongs to (WordPress's `post_class`)."""
_ELEMENTOR = re.compile(r"\belementor-widget\S*|\belementor-\S*|\bwidget-(?:container|text-editor|theme-post-content)")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_QUOTATION = re.compile(r"quote|pull|callout|infobox|fact|key-?points|highlights?")

TAG_ZONES = {
    "marquee": "navigation",
    "nav": "navigation",
    "footer": "navigation",
    "menu": "navigation",
    "dialog": "navigation",
    "aside": "aside",
    "form": "form",
    "figcaption": "caption",
    "noscript": "noscript",
    "template": "noscript",
}
ROLE_ZONES = {
    "navigation": "navigation",
    "banner": "navigation",
    "contentinfo": "navigation",
    "complementary": "aside",
    "search": "navigation",
    "dialog": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "tablist": "navigation",
    "toolbar": "share",
}
SURE = frozenset({"comments", "caption"})
"""Zones that may well hold more prose than the article itself, and are no article for that."""


@lru_cache(maxsize=4096)
def words(names: str) -> str:
    """Class names and ids as lower-case words joined by hyphens: `postMeta clearfix` is `post-meta clearfix`."""
    return _SEPARATORS.sub("-", _CAMEL.sub("-", names).lower())


@lru_cache(maxsize=4096)
def class_zone(names: str) -> str | None:
    """The zone that class names and ids point to; None where they name none."""
    named = _PREFIXED.sub("", _ELEMENTOR.sub("", words(names)))
    return next((kind for kind, pattern in _PATTERNS if pattern.search(named)), None)


@lru_cache(maxsize=4096)
def names_body(names: str) -> bool:
    """Whether class names or ids are those that content systems give to an article's text."""
    return bool(_BODY.search(words(names)))


@lru_cache(maxsize=4096)
def names_standfirst(names: str) -> bool:
    """Whether class names or ids are those of a standfirst."""
    return bool(_STANDFIRST.search(words(names)))


def zone_of(tag: str, attributes: dict[str, str]) -> str | None:
    """The zone that an element opens by its tag, role, style or names; None where it opens none."""
    if tag in TAG_ZONES:
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        return None if tag == "aside" and _QUOTATION.search(names.lower()) else TAG_ZONES[tag]
    if not attributes:
        return None
    if "hidden" in attributes or ("style" in attributes and _HIDDEN_STYLE.search(attributes["style"])):
        return "hidden"
    role = ROLE_ZONES.get(attributes.get("role", ""))
    if role:
        return role
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return class_zone(names) if len(names) > 1 else None
