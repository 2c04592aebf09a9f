/* Which pictures there are. The picture library's own chooser takes this module's place: it has to export these two. */

import {choose, teller} from "articles/editor/chooser";
import {settings, texts} from "articles/editor/settings";

/** Tell of a picture by its id: a promise of {id, title, about, image}, or of null. */
export const tellOfPicture = teller(settings.pictures);

/** Let somebody choose one: a promise of the same. */
export const choosePicture = async () => {
  const chosen = await choose({title: texts.picture, label: texts.searchPictures, url: settings.pictures});
  if (chosen) tellOfPicture.remember(chosen);
  return chosen;
};
