-- Links between pages lead to what the pages have become.
function Link(link)
  if not link.target:match("^%a[%w+.-]*:") then
    link.target = link.target:gsub("README%.md", "index.html"):gsub("%.md", ".html")
  end
  return link
end
