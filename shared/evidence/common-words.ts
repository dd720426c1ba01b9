/** Words that stand in names of many firms and in texts about anything: alone they tell nobody. Folded as `foldedText` does. */
const WORDS = `
about above academy access account accounts acct action active advanced africa after agency agent agile air alfa all alliance allied alpha
alpine america american americas analytics anonymous apac apex apollo app apple application applications apps april aqua arctic area art asia
asian asset assets associates association asteroid atlantic atlas atom august aurora austria australia auto automatic autumn available
backbone backup baltic bank bare base basic batch bay beacon bear bench berlin best beta better beyond big binary bit bits black block
blockchain blocks blue board bold bolt bond book boost border boston box brain brasil brazil bravo bridge bright british broad bronze build
builder business busy cable calm camp campus canada canyon capacity capital carbon card cascade case castle cell cells center central centre
century chain channel charlie check chicago china chip choice circle citadel city class classic clean clear client clients cloud clouds
cluster clusters coast code cold collective colo colocation colony color comet command common commons communications community company
compute computer computers computing connect connected connection consulting contact container content control cool copper core corner
corporate corporation cosmic cosmos country craft creative credit crest cross crown crypto crystal current custom cyber daily dallas dark
dash data database datacenter datacentre date dawn day december dedicated deep default delta demo denver deploy depot desert design desktop
dev device devices devops diamond digital direct distributed dome domain dragon drive dublin dutch dynamic dynamics eagle early earth east
eastern easy echo eco edge elastic electric electron element elite ember emea emerald emerging empire empty energy engine engineering
enterprise enterprises epic equal equinox error essential ethereum europe european event ever example exchange expert express extra factory
fair falcon false farm fast faster february federal fiber fibre field file final finance financial fire first flash fleet flex flow flux
force forest forge form fortune forward foundation four fox frame france frankfurt free freedom french fresh friday frontier full fusion
future galaxy game games gaming gamma garden gate gateway general genesis geo german germany giant giga glacier global globe gold golden good
grand grape graph gray great green grey grid ground group growth guard gulf half hall harbor harbour hardware haven hawk head heart heavy
helio help here hidden high hill holding holdings home horizon host hosted hosting hosts hotel house hub human hybrid hydro hyper idea ideal
illinois image impact india indigo industrial industries industry infinite infinity info information infra infrastructure inner innovation
innovations input instant institute integrated intelligence intelligent inter international internet iron island italy january japan jet
joint july june jungle junior jupiter just key king kingdom lab label labs lake lambda land language large laser last later latin launch
layer lead leader leaf lean lease legacy level liberty life light lightning lima limited linear link links lion liquid list lite live local
lodge logic london long loop low lucky luna lunar machine machines macro magic magnet mail main major manager marble march marine mark market
markets mars master matrix matter max mean mega member memory mercury meridian mesh meta metal meteor metro miami micro mid middle mighty
million mind mine miner miners mini mining minor mirror mission mobile model modern modular moment monday money monitor moon more morning
motion mountain multi national native natural nature nebula neo neon nest net network networking networks neural new news next night nine nile
nodal node nodes nord normal north northeast northern northwest note notes nothing nova november null number nuts ocean october offer office
omega omni one online only open operations operator operators optimal option orange orbit orbital order organic origin other outer output over
owner pacific packet page palm panda paper paradise parallel paris park partner partners path peak pearl people perfect phase phoenix photon
physical pilot pine pink pioneer pixel place plain planet plant plasma platform platinum play plus point polar pool port portal power powered
prairie premier premium prime primary principal private processing product production professional project proof proton provider providers
public pulse pure purple quantum quarter quartz queen quick quiet radio rain rainbow random range rapid real red regent region regional
registry reliable remote render rental report research reserve resource resources result river road robot rock rocket root royal ruby run sage
sail sample san sand sapphire satellite saturday saturn scale scaling school science scientific sea second secure security select senior
september serve server servers service services seven shadow shared sharp shield shore show sierra sigma signal silent silicon silver simple
single site six sky small smart snow society soft software solar solid solution solutions sonic source south southeast southern southwest space
spain spark special spectrum speed sphere spot spring square stack staff standard star stark start state static station status steel stellar
still stone storage store storm stratus stream street strong studio studios summer summit sun sunday sunny super supply support supreme sure
surge swift swiss switch sydney symbol sync system systems table tango tata team tech technical technologies technology telecom ten terra test
texas thunder thursday tiger time titan today tokyo tomorrow tools top topaz tornado total tower trace trade trading training transit tree
triangle trinity true trust tuesday tunnel turbo twin ultra under union unique unit united universal universe university unknown unlimited
update upper urban user users valid valley value vault vector vega velocity venture ventures venus verified vertex vertical victory video view
village violet virtual virtue vision vista visual vital voice volt volunteer vortex voyage wall warm water wave wealth weather web wednesday
week west western white wide wild wind window winter wire wireless wise wolf wonder wood work worker workers workload works world worldwide
yard year yellow young zenith zero zone zones
`;

export const COMMON_WORDS: ReadonlySet<string> = new Set(WORDS.trim().split(/\s+/));
