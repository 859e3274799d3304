-- Whether a section exists is asked for by readers, who may name any.
CREATE INDEX page_section ON page (site, section);
