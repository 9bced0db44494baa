//! The display list as a PDF: a thin layer over krilla, which subsets the fonts and writes the objects.
//!
//! Nothing is laid out here. A picture that krilla cannot decode is reported by the number of its attachment, so
//! that the caller can say so on the page instead.

use super::super::content::Content;
use super::super::picture::{Picture, PictureFormat};
use super::super::printable::one_line;
use super::super::{Error, Result};
use super::fonts::{Face, FaceData};
use super::page::{self, Area, Color, Item, Page, Place, PlacedGlyph, PlacedPicture, TextRun};
use chrono::{Datelike, Timelike};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::{Location, Surface};
use krilla::text::{Font, Glyph, GlyphId};
use krilla::{Data, Document};
use std::ops::Range;
use std::sync::Arc;
use yanju_model::job::Job;

/// What became of writing.
pub(super) enum Outcome {
    /// The whole file.
    Done(Vec<u8>),
    /// The picture of this attachment cannot be decoded.
    Undecodable(u64),
}

/// Draws the pages. `bookmarks` are titles and their places.
pub(super) fn write(
    content: &Content<'_>,
    pages: &[Page],
    faces: &[Face],
    bookmarks: &[(String, Place)],
    job: &Job,
) -> Result<Outcome> {
    let fonts: Vec<Option<Font>> = faces.iter().map(embedded).collect();
    let mut document = Document::new();
    let settings = PageSettings::from_wh(page::WIDTH, page::HEIGHT)
        .ok_or_else(|| Error::Refused { detail: "the page has no size".to_owned() })?;
    for page in pages {
        let mut drawn = document.start_page_with(settings.clone());
        let mut surface = drawn.surface();
        for item in &page.items {
            match item {
                Item::Text(run) => draw_text(&mut surface, run, &fonts),
                Item::Rect(area, color) => draw_rect(&mut surface, *area, *color),
                Item::Picture(picture) => {
                    if draw_picture(&mut surface, picture).is_none() {
                        return Ok(Outcome::Undecodable(picture.exhibit));
                    }
                }
                Item::Link(..) => {}
            }
        }
        surface.finish();
        for (area, place) in page.items.iter().filter_map(link) {
            let target = Target::Destination(destination(place).into());
            if let Some(rect) = Rect::from_xywh(area.x, area.y, area.width, area.height) {
                drawn.add_annotation(Annotation::new_link(LinkAnnotation::new(rect, target), None));
            }
        }
        drawn.finish();
        job.advance(1)?;
    }
    document.set_outline(outline(bookmarks));
    document.set_metadata(metadata(content));
    match document.finish() {
        Ok(bytes) => Ok(Outcome::Done(bytes)),
        Err(KrillaError::Image(_, Some(exhibit), _) | KrillaError::SixteenBitImage(_, Some(exhibit))) => {
            Ok(Outcome::Undecodable(exhibit.get()))
        }
        Err(error) => Err(Error::Refused { detail: error.to_string() }),
    }
}

fn embedded(face: &Face) -> Option<Font> {
    let data = match &face.data {
        FaceData::Static(bytes) => Data::from(*bytes),
        FaceData::Read(bytes) => Data::from(bytes.clone()),
    };
    Font::new(data, face.index)
}

fn link(item: &Item) -> Option<(Area, Place)> {
    match item {
        Item::Link(area, place) => Some((*area, *place)),
        _ => None,
    }
}

fn destination(place: Place) -> XyzDestination {
    XyzDestination::new(place.page, Point::from_xy(page::LEFT, (place.y - 12.0).max(0.0)))
}

fn draw_text(surface: &mut Surface<'_>, run: &TextRun, fonts: &[Option<Font>]) {
    let Some(Some(font)) = fonts.get(usize::from(run.face)) else { return };
    if run.glyphs.is_empty() {
        return;
    }
    surface.set_fill(Some(fill(run.color)));
    let start = Point::from_xy(run.x, run.baseline);
    surface.draw_glyphs(start, &run.glyphs, font.clone(), &run.text, run.size, false);
}

fn draw_rect(surface: &mut Surface<'_>, area: Area, color: Color) {
    let mut path = PathBuilder::new();
    if let Some(rect) = Rect::from_xywh(area.x, area.y, area.width, area.height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(color)));
        surface.draw_path(&path);
    }
}

/// Draws a picture upright; `None` where its header is not understood.
fn draw_picture(surface: &mut Surface<'_>, placed: &PlacedPicture) -> Option<()> {
    let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(placed.bytes.clone());
    let image = match placed.picture.format {
        PictureFormat::Png => Image::from_png(shared.into(), false),
        PictureFormat::Jpeg => Image::from_jpeg(shared.into(), false),
    }
    .ok()?;
    let location = Location::new(placed.exhibit)?;
    surface.set_location(location);
    surface.push_transform(&upright(placed.picture, placed.area));
    surface.draw_image(image, Size::from_wh(1.0, 1.0)?);
    surface.pop();
    surface.reset_location();
    Some(())
}

/// Takes the unit square of the stored picture to its area on the page, turned as Exif orientation says.
fn upright(picture: Picture, area: Area) -> Transform {
    let Area { x, y, width, height } = area;
    // Where the stored right (a, b) and down (c, d) edges point, and where the stored top left corner lies.
    let (a, b, c, d, corner_x, corner_y) = match picture.orientation {
        2 => (-1.0, 0.0, 0.0, 1.0, 1.0, 0.0),
        3 => (-1.0, 0.0, 0.0, -1.0, 1.0, 1.0),
        4 => (1.0, 0.0, 0.0, -1.0, 0.0, 1.0),
        5 => (0.0, 1.0, 1.0, 0.0, 0.0, 0.0),
        6 => (0.0, 1.0, -1.0, 0.0, 1.0, 0.0),
        7 => (0.0, -1.0, -1.0, 0.0, 1.0, 1.0),
        8 => (0.0, -1.0, 1.0, 0.0, 0.0, 1.0),
        _ => (1.0, 0.0, 0.0, 1.0, 0.0, 0.0),
    };
    Transform::from_row(
        a * width,
        b * height,
        c * width,
        d * height,
        x + corner_x * width,
        y + corner_y * height,
    )
}

fn fill(color: Color) -> Fill {
    Fill { paint: rgb::Color::new(color.0, color.1, color.2).into(), ..Fill::default() }
}

fn outline(bookmarks: &[(String, Place)]) -> Outline {
    let mut outline = Outline::new();
    for (title, place) in bookmarks {
        outline.push_child(OutlineNode::new(one_line(title), destination(*place)));
    }
    outline
}

/// What the file says of itself; its date is the document's, not the clock's.
fn metadata(content: &Content<'_>) -> Metadata {
    let document = content.document;
    let made = document.made_at.local();
    let (hours, minutes) =
        (document.made_at.offset_minutes / 60, document.made_at.offset_minutes.unsigned_abs() % 60);
    let date = DateTime::new(u16::try_from(made.year()).unwrap_or_default())
        .month(made.month() as u8)
        .day(made.day() as u8)
        .hour(made.hour() as u8)
        .minute(made.minute() as u8)
        .second(made.second() as u8)
        .utc_offset_hour(hours as i8)
        .utc_offset_minute(minutes as u8);
    Metadata::new()
        .title(one_line(&document.title))
        .description(one_line(&document.subject))
        .keywords(vec![one_line(&document.number)])
        .creator(one_line(&document.software))
        .producer(one_line(&document.software))
        .language(content.words.language_tag.to_owned())
        .document_id(one_line(&document.number))
        .creation_date(date)
}

impl Glyph for PlacedGlyph {
    fn glyph_id(&self) -> GlyphId {
        GlyphId::new(self.id)
    }

    fn text_range(&self) -> Range<usize> {
        self.text.start as usize..self.text.end as usize
    }

    fn x_advance(&self, size: f32) -> f32 {
        self.advance * size
    }

    fn x_offset(&self, size: f32) -> f32 {
        self.shift_x * size
    }

    fn y_offset(&self, size: f32) -> f32 {
        self.shift_y * size
    }

    fn y_advance(&self, _size: f32) -> f32 {
        0.0
    }

    fn location(&self) -> Option<Location> {
        None
    }
}
