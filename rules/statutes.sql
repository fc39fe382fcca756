-- 计算期间的法律依据: the articles that every explanation cites.

select jiancha.define_basis('start_day_out', '民法典 第二百零一条',
    '按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。');
select jiancha.define_basis('last_day_rolls', '民法典 第二百零三条',
    '期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。');
select jiancha.define_basis('working_days', '行政许可法 第八十二条',
    '本法规定的行政机关实施行政许可的期限以工作日计算，不含法定节假日。');
select jiancha.define_basis('special_procedure', '行政许可法 第四十五条',
    '依法需要听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在规定的期限内。');
select jiancha.define_basis('extension', '行政许可法 第四十二条',
    '二十日内不能作出决定的，经本行政机关负责人批准，可以延长十日，并应当将延长期限的理由告知申请人。');

-- 时限和监督所依据的法律, 有效期一并载明 (W-1: 依据失效的规则予以标注, 不删除).
-- 内容栏为条文大意.

select jiancha.define_basis('supervision_1997', '中华人民共和国行政监察法',
    '监察机关对行政机关及其公务员实施监察的法律；新乡四项制度第一条、威海电子监察管理制度第一条引为依据。',
    valid_from => '1997-05-09', valid_until => '2018-03-20', superseded_by => '中华人民共和国监察法');
select jiancha.define_basis('supervision_2018', '中华人民共和国监察法',
    '监察委员会对所有行使公权力的公职人员进行监察；施行之日行政监察法废止。2024年修正，修正后的条号未核对，引用的条号为2018年文本。', valid_from => '2018-03-20');

select jiancha.define_basis('licence_32', '行政许可法 第三十二条',
    '申请材料不齐全或者不符合法定形式的，当场或者在五日内一次告知需要补正的全部内容；逾期不告知的，自收到申请材料之日起即为受理。', valid_from => '2004-07-01');
select jiancha.define_basis('licence_42', '行政许可法 第四十二条',
    '自受理之日起二十日内作出决定，经本机关负责人批准可延长十日；统一、联合、集中办理的四十五日，经本级人民政府负责人批准可延长十五日；理由告知申请人。', valid_from => '2004-07-01');
select jiancha.define_basis('licence_43', '行政许可法 第四十三条',
    '先经下级行政机关审查的，下级行政机关自受理之日起二十日内审查完毕。', valid_from => '2004-07-01');
select jiancha.define_basis('licence_44', '行政许可法 第四十四条',
    '作出准予许可的决定之日起十日内颁发、送达许可证件。', valid_from => '2004-07-01');
select jiancha.define_basis('licence_47', '行政许可法 第四十七条',
    '被告知听证权利之日起五日内提出听证申请的，行政机关在二十日内组织听证。', valid_from => '2004-07-01');
select jiancha.define_basis('licence_55', '行政许可法 第五十五条',
    '自受理之日起五日内指派两名以上工作人员进行检验、检测、检疫。', valid_from => '2004-07-01');

select jiancha.define_basis('penalty_56', '行政处罚法 第五十六条',
    '先行登记保存的证据，在七日内作出处理决定。', valid_from => '2021-07-15');
select jiancha.define_basis('penalty_60', '行政处罚法 第六十条',
    '自立案之日起九十日内作出行政处罚决定；法律、法规、规章另有规定的从其规定。', valid_from => '2021-07-15');
select jiancha.define_basis('penalty_61', '行政处罚法 第六十一条',
    '当事人不在场的，在七日内将行政处罚决定书送达当事人。', valid_from => '2021-07-15');
select jiancha.define_basis('penalty_64', '行政处罚法 第六十四条',
    '当事人要求听证的，在行政机关告知后五日内提出。', valid_from => '2021-07-15');
select jiancha.define_basis('penalty_67', '行政处罚法 第六十七条',
    '当事人自收到行政处罚决定书之日起十五日内缴纳罚款。', valid_from => '2021-07-15');
select jiancha.define_basis('penalty_74', '行政处罚法 第七十四条',
    '罚款、没收的违法所得不得同作出行政处罚决定的行政机关及其工作人员的考核、考评直接或者变相挂钩。', valid_from => '2021-07-15');
select jiancha.define_basis('penalty_85', '行政处罚法 第八十五条',
    '本法中二日、三日、五日、七日的规定是指工作日，不含法定节假日。', valid_from => '2021-07-15');

select jiancha.define_basis('petition_22', '信访工作条例 第二十二条、第二十三条',
    '收到信访事项之日起十五日内转送、交办、告知。', valid_from => '2022-05-01');
select jiancha.define_basis('petition_34', '信访工作条例 第三十四条',
    '自受理之日起六十日内办结；情况复杂的经批准可适当延长，不得超过三十日，并告知延期理由。', valid_from => '2022-05-01');

select jiancha.define_basis('disclosure_30', '政府信息公开条例 第三十条',
    '申请内容不明确的，自收到申请之日起七个工作日内一次性告知补正；答复期限自收到补正的申请之日起计算。', valid_from => '2019-05-15');
select jiancha.define_basis('disclosure_33', '政府信息公开条例 第三十三条',
    '不能当场答复的，自收到申请之日起二十个工作日内答复；经政府信息公开工作机构负责人同意可延长，最长不超过二十个工作日；征求第三方意见所需时间不计算在内。', valid_from => '2019-05-15');

select jiancha.define_basis('reconsideration_30', '行政复议法 第三十条',
    '收到行政复议申请后五日内进行审查。', valid_from => '2024-01-01');
select jiancha.define_basis('reconsideration_48', '行政复议法 第四十八条',
    '被申请人自收到申请书副本之日起十日内提出书面答复。', valid_from => '2024-01-01');
select jiancha.define_basis('reconsideration_62', '行政复议法 第六十二条',
    '自受理之日起六十日内作出行政复议决定，经批准可延长，最多不超过三十日。', valid_from => '2024-01-01');
select jiancha.define_basis('reconsideration_88', '行政复议法 第八十八条',
    '本法中三日、五日、七日、十日的规定是指工作日，不含法定休假日。', valid_from => '2024-01-01');

select jiancha.define_basis('filing_2024', '法规规章备案审查条例',
    '法规、规章自公布之日起三十日内报送备案。', valid_from => '2024-11-01');
